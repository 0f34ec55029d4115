"""The people of the demonstration: plainly fictitious, with one password that anybody may know."""

from dataclasses import dataclass
from datetime import datetime

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person

# Exists in the demonstration alone: `otameshi demo` refuses to run anywhere else.
PASSWORD = "otameshi-nagano-demo"  # noqa: S105  # meant to be read
DOMAIN = "example.jp"


@dataclass(frozen=True, slots=True)
class Account:
    mailbox: str
    name: str
    roles: tuple[Role, ...]
    task: str  # what to try with it, in one line
    organisation: str = ""

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


ACCOUNTS = (
    Account("oubo", "見本　花子", (Role.APPLICANT,), "書きかけの応募があります"),
    Account(
        "sanka", "例示　太郎", (Role.APPLICANT,), "参加中です。経費を入力し、実績を報告できます"
    ),
    Account("senkou", "架空　選子", (Role.REVIEWER,), "担当の応募を採点します", "架空大学"),
    Account("senkou2", "仮名　審一", (Role.REVIEWER,), "もう一人の選考委員です", "仮名商工会"),
    Account("tantou", "雛形　担", (Role.OFFICER,), "形式審査、選考の準備、請求の確認をします"),
    Account("kessai", "標本　決", (Role.MANAGER,), "採否、交付、額の確定を決裁します"),
    Account("kaikei", "模擬　計", (Role.TREASURER,), "支払を記録します"),
    Account("kansa", "想定　監", (Role.AUDITOR,), "すべてを閲覧し、履歴を検証します"),
    Account("kanri", "練習　管", (Role.ADMIN,), "職員を招待し、権限を設定します"),
)

SURNAMES = (
    ("見本", "ミホン"), ("例示", "レイジ"), ("架空", "カクウ"), ("仮名", "カメイ"),
    ("雛形", "ヒナガタ"), ("標本", "ヒョウホン"), ("模擬", "モギ"), ("想定", "ソウテイ"),
    ("練習", "レンシュウ"), ("髙例", "タカレイ"), ("例﨑", "レイサキ"), ("𠮷見本", "ヨシミホン"),
)  # fmt: skip
GIVEN = (
    ("一郎", "イチロウ"), ("二葉", "フタバ"), ("三咲", "ミサキ"), ("四郎", "シロウ"),
    ("五月", "サツキ"), ("六花", "リッカ"), ("七海", "ナナミ"), ("八雲", "ヤクモ"),
    ("九十九", "ツクモ"), ("十和", "トワ"), ("百合", "ユリ"), ("千尋", "チヒロ"), ("万里", "マリ"),
)  # fmt: skip

# Where a 郵便番号, its 都道府県 and its place belong together.
HOMES = (
    ("1000001", "東京都", "千代田区千代田"), ("2310005", "神奈川県", "横浜市中区本町"),
    ("5300005", "大阪府", "大阪市北区中之島"), ("4600001", "愛知県", "名古屋市中区三の丸"),
)  # fmt: skip


def somebody(number: int) -> tuple[str, str]:
    """Return the name and kana of the n-th fictitious person; the first 156 all differ."""
    surname, surname_kana = SURNAMES[number % len(SURNAMES)]
    given, given_kana = GIVEN[number % len(GIVEN)]
    return f"{surname}　{given}", f"{surname_kana}　{given_kana}"


KANA = {
    "見本　花子": "ミホン　ハナコ",
    "例示　太郎": "レイジ　タロウ",
    **{
        f"{surname}　{given}": f"{surname_kana}　{given_kana}"
        for surname, surname_kana in SURNAMES
        for given, given_kana in GIVEN
    },
}


def enter(at: datetime, password_hash: str) -> dict[str, Person]:
    """Open the demonstration's accounts and return them by mailbox."""
    people = {}
    for account in ACCOUNTS:
        person = Person(
            name=account.name,
            email=account.email,
            password_hash=password_hash,
            verified_at=at,
            organisation=account.organisation,
        )
        for role in account.roles:
            person.give(role)
        db.session.add(person)
        people[account.mailbox] = person
    db.session.flush()
    return people
