"""The list of banks is brought in, refreshed and searched, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from otameshi import history
from otameshi.claims.invoicing import listing
from otameshi.claims.invoicing.actions import banks
from otameshi.claims.invoicing.models import Bank
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from tests import make
from tests.claims.invoicing import lists
from tests.make import NOON
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("app")


def found(typed: str) -> list[str]:
    return [one.name for one in banks.find_banks(typed)]


def branches(bank: str, typed: str) -> list[str]:
    of = banks.bank(bank)
    assert of is not None
    return [one.title for one in banks.find_branches(of, typed)]


def test_a_bank_is_found_by_every_way_to_write_it() -> None:
    lists.bring_in()
    for typed in ("長野信金", "長野信用金庫", "ながのしんきん", "ﾅｶﾞﾉｼﾝｷﾝ", "1390", "１３９０"):
        assert found(typed) == ["長野信用金庫"], typed
    for typed in ("八十二", "八十二銀行", "ハチジュウニ", "0143", "八十二長野銀行"):
        assert found(typed) == ["八十二長野銀行"], typed
    for typed in (
        "ＪＡ松本",
        "松本ハイランド農協",
        "ja松本ハイランド",
        "松本ハイランド農業協同組合",
    ):
        assert found(typed) == ["松本ハイランド農業協同組合"], typed
    assert found("ゆうちょ") == found("ユウチョ銀行") == ["ゆうちょ銀行"]
    assert found("長野") == ["長野信用金庫", "八十二長野銀行"]
    assert found("") == found("江戸銀行") == []


def test_branches_are_those_of_the_bank_the_nearest_first() -> None:
    lists.bring_in()
    assert branches("0143", "長野") == ["長野", "長野駅前"]
    assert branches("0143", "まつもと支店") == branches("0143", "402") == ["松本"]
    assert branches("0143", "本店") == ["本店営業部"]
    assert branches("9900", "118") == branches("9900", "一一八") == ["一一八店"]
    assert len(branches("0143", "")) == 4
    assert branches("1390", "松本") == []


def test_a_refreshed_list_adds_changes_and_marks_what_has_gone() -> None:
    lists.bring_in()
    later = (
        lists.FILE.replace("0143,八十二長野,ハチジユウニナガノ,402,松本,マツモト\n", "").replace(
            "長野駅前,ナガノエキマエ", "長野東口,ナガノヒガシグチ"
        )
        + "1390,長野信金,ナガノシンキン,002,権堂,ゴンドウ\n"
    )
    lists.bring_in(later, date(2026, 10, 1))
    gone = banks.branch("0143", "402")
    assert gone is not None
    assert gone.gone_on == date(2026, 10, 1)
    assert branches("0143", "松本") == []
    assert branches("0143", "212") == ["長野東口"]
    assert branches("1390", "") == ["本店営業部", "権堂"]
    lists.bring_in(lists.FILE, date(2026, 11, 1))
    assert branches("0143", "松本") == ["松本"]
    assert [one.dated.month for one in banks.lists()] == [11, 10, 4]


def test_bringing_in_says_who_when_and_how_much() -> None:
    officer = make.person(Role.OFFICER)
    kept = banks.bring_in(lists.read(), officer, NOON)
    assert (kept.banks, kept.branches, kept.dated) == (5, 9, date(2026, 4, 1))
    db.session.commit()
    [event] = db.session.scalars(history.of(kept)).unique()
    assert (event.act, event.person_id, event.facts["branches"]) == ("bring_in", officer.id, 9)


def test_an_old_list_a_part_of_one_and_a_stranger_are_refused() -> None:
    lists.bring_in()
    with pytest.raises(Refused, match="古い"):
        lists.bring_in(dated=date(2026, 3, 31))
    head, first, *_ = lists.FILE.splitlines()
    with pytest.raises(Refused, match="5の金融機関のうち4がありません"):
        lists.bring_in(f"{head}\n{first}\n", date(2026, 10, 1))
    with pytest.raises(Refused, match="担当者、会計、管理者"):
        banks.bring_in(lists.read(), make.person(Role.AUDITOR), NOON)
    assert db.session.scalars(select(Bank.gone_on).distinct()).all() == [None]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "列がありません"),
        ("金融機関コード,支店コード\n1,2\n", "列がありません：金融機関名"),
        (lists.FILE.splitlines()[0], "使える金融機関の一覧がありません"),
        (lists.FILE.replace("0143", "01430"), "数字4桁"),
        (lists.FILE.replace("ホンテン", ""), "カナがありません"),
        ("{", "読めません"),
    ],
)
def test_a_file_that_is_no_list_says_why(text: str, words: str) -> None:
    name = "一覧.json" if text == "{" else "一覧.csv"
    with pytest.raises(Refused, match=words):
        listing.of_a_file(name, text.encode(), date(2026, 4, 1))


def test_the_list_of_the_package_has_the_banks_of_nagano() -> None:
    only = frozenset({"0143", "1390", "9900"})
    read = listing.of_the_package(only)
    assert {one.name for one in read.banks} == {"八十二長野銀行", "長野信用金庫", "ゆうちょ銀行"}
    assert len(read.branches) > 100
    assert read.dated >= date(2026, 8, 1)


def test_a_search_takes_one_statement() -> None:
    lists.bring_in()
    assert counted(lambda: banks.find_banks("長野")) == 1
