"""Who an application is from is blacked out, however it is written."""

from dataclasses import replace
from datetime import date

import pytest

from otameshi.applications.redaction import HIDDEN, cover
from otameshi.applications.rules import ApplicationFact, Kind, MemberFact

MEMBER = MemberFact(
    name="髙橋　𠮷花",
    kana="タカハシ　ヨシカ",
    birth_date=date(1994, 4, 2),
    prefecture="東京都",
    address="見本区一番町1-2-3",
    occupation="デザイン",
    has_base=False,
    phone="090-1234-5678",
)
FACT = ApplicationFact(
    kind=Kind.COMPANY,
    trade_name="株式会社青空工房",
    corporate_number="7000012050002",
    leader="代表取締役　山田 太一",
    employer_consent=False,
    members=(MEMBER,),
    business="",
    career="",
    plan="",
    wishes=(),
    stay_from=None,
    stay_to=None,
    nights_a_month=None,
    costs=(),
    papers=frozenset(),
    pledged=True,
    consented=True,
)


@pytest.mark.parametrize(
    "written",
    [
        "髙橋　𠮷花", "髙橋𠮷花", "高橋 𠮷花", "高\U000e0100橋・𠮷花", "タカハシ　ヨシカ",
        "たかはしよしか",
        "ﾀｶﾊｼ ﾖｼｶ", "髙橋", "高橋", "たかはし", "株式会社青空工房", "（株）青空工房", "青空工房",
        "山田太一", "山田", "7000012050002", "090-1234-5678", "０９０１２３４５６７８",
        "+81 90-1234-5678",
        "1994年4月2日", "1994/04/02", "平成6年4月2日", "見本区一番町１－２－３", "hana@example.jp",
        "HANA@example.jp",
    ],
)  # fmt: skip
def test_every_spelling_is_covered(written: str) -> None:
    said = cover(FACT, ["hana@example.jp"])(f"私は{written}です。")
    assert said.replace("（株）", "") == f"私は{HIDDEN}です。"


@pytest.mark.parametrize(
    "kept",
    [
        "高台の橋",
        "花のデザイン",
        "東京都",
        "青空の下の工房",
        "2024年4月2日",
        "1994年",
        "株式会社の経営",
    ],
)
def test_what_tells_nobody_stays(kept: str) -> None:
    assert cover(FACT)(kept) == kept


def test_a_family_name_that_is_a_place_leaves_the_place() -> None:
    member = replace(MEMBER, name="上田　一", kana="ウエダ　ハジメ")
    said = cover(replace(FACT, members=(member,)))("上田市で、上田が働きます。")
    assert said == f"上田市で、{HIDDEN}が働きます。"


def test_short_sounds_and_latin_letters_are_covered_as_whole_words_only() -> None:
    member = replace(MEMBER, name="林　Ai", kana="ハヤシ　アイ")
    said = cover(replace(FACT, trade_name="IT", members=(member,)))
    assert said("アイデアとsiteとAIR") == "アイデアとsiteとAIR"
    assert said("林AiのIT社") == f"{HIDDEN}の{HIDDEN}社"


@pytest.mark.parametrize(
    "address", ["https://aozora.example/me?x=1", "www.aozora.example", "x@y.jp"]
)
def test_an_address_on_the_net_is_covered_whoever_it_is_of(address: str) -> None:
    assert cover(FACT)(f"私のページは{address} です。") == f"私のページは{HIDDEN} です。"


def test_an_application_without_anything_covers_nothing() -> None:
    assert (
        cover(replace(FACT, members=(), trade_name="", leader="", corporate_number=""))("文")
        == "文"
    )
