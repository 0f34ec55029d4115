"""What the account holds of a person."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from otameshi.accounts.models import MailLink, SignInTry
from otameshi.core.held import Fact, Holding, Part, part, record
from otameshi.db import db
from otameshi.people import Person, SignIn

ACCOUNT = {
    "name": "氏名",
    "email": "メールアドレス",
    "organisation": "所属",
    "verified_at": "メールアドレスを確認した日時",
    "closed_at": "登録を閉じた日時",
}
ROLE = {"role": "利用の区分"}
SESSION = {"at": "ログインした日時", "ended_at": "終わった日時", "device": "端末"}
LINK = {
    "purpose": "用件",
    "email": "宛先",
    "name": "氏名",
    "organisation": "所属",
    "made_at": "作成した日時",
    "expires_at": "期限",
    "used_at": "使われた日時",
}
TRY = {"at": "日時", "address": "接続元", "succeeded": "成功"}

HOLDS = Holding(
    tables={
        "people": ACCOUNT,
        "held_roles": ROLE,
        "sign_ins": SESSION,
        "mail_links": LINK,
        "sign_in_tries": TRY,
    },
    left={"mail_links": frozenset({"roles"}), "sign_in_tries": frozenset({"email"})},
    reasons={
        "kept_pages": "ログインが切れたときに入力中だった画面です。1日で消えます。",
        "guests": "利用登録の前に始めた応募を、この端末と結びつける印です。登録すると消えます。",
    },
)


def held(person: Person) -> Iterator[Part]:
    roles = Fact("roles", "利用の区分", [one.role.label for one in person.held])
    yield part("account", "登録内容", [record(person, ACCOUNT, roles)])
    sessions = select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id)
    yield part(
        "sessions",
        "ログインした端末",
        (record(one, SESSION) for one in db.session.scalars(sessions)),
    )
    mine = or_(MailLink.person_id == person.id, MailLink.email == person.email)
    links = db.session.scalars(select(MailLink).where(mine).order_by(MailLink.id))
    yield part("links", "メールで送ったリンク", (record(one, LINK) for one in links))
    tries = select(SignInTry).where(SignInTry.email == person.email).order_by(SignInTry.id)
    yield part(
        "sign_in_tries", "ログインの試み", (record(one, TRY) for one in db.session.scalars(tries))
    )
