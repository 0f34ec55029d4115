"""What is held of a person's accounts and advances."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.claims.invoicing.models import Advance, GrantAccount
from otameshi.core.held import Fact, Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.files.held import file_record
from otameshi.files.models import Attachment
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person

ACCOUNT = {
    "bank": "金融機関",
    "bank_code": "金融機関コード",
    "bank_kana": "金融機関名カナ",
    "branch": "支店",
    "branch_code": "支店コード",
    "branch_kana": "支店名カナ",
    "kind": "預金種目",
    "number": "口座番号",
    "holder": "口座名義",
    "at": "記入した日時",
}
ADVANCE = {
    "amount": "概算払の額（円）",
    "reason": "理由",
    "state": "状態",
    "asked_on": "請求した日",
    "document_number": "文書番号",
    "approved_on": "承認された日",
    "paid_on": "支払日",
    "voucher": "支出命令番号",
}
HOLDS = Holding(
    tables={
        "grant_accounts": ACCOUNT,
        "passbook_pages": {"side": "写っている面"},
        "advances": ADVANCE,
    },
    left={"grant_accounts": frozenset({"remark"})},
    reasons={"bank_lists": "金融機関の一覧を取り込んだ職員の名前。応募者の情報はありません。"},
)


def held(person: Person) -> Iterator[Part]:
    yield part("accounts", "振込先", (_account(one) for one in _accounts(person)))
    advances = db.session.scalars(
        select(Advance)
        .join(Advance.grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id)
        .order_by(Advance.id)
    )
    yield part("advances", "概算払", (record(one, ADVANCE) for one in advances))


def _accounts(person: Person) -> Sequence[GrantAccount]:
    return db.session.scalars(
        select(GrantAccount)
        .join(GrantAccount.grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id)
        .options(selectinload(GrantAccount.pages))
        .order_by(GrantAccount.id)
    ).all()


def _account(one: GrantAccount) -> Record:
    pages = (
        file_record(each.attachment, Fact("side", "写っている面", each.side.label))
        for each in one.pages
    )
    return record(one, ACCOUNT, parts=[part("files", "通帳の写し", pages)])


def files(person: Person) -> Iterator[tuple[str, Attachment]]:
    for account in _accounts(person):
        yield from ((f"振込先{account.id}", each.attachment) for each in account.pages)
