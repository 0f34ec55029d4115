"""Columns: who may take them, and how a value stands in a cell and in JSON."""

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.followup.rules import Answer
from otameshi.statistics.exports import columns
from otameshi.statistics.exports.columns import Column, Kind

NAME = Column("title", "組の名前", personal=True)
PAID = Column("subsidised", "補助", Kind.FLAG)


def test_names_are_for_those_who_work_with_them() -> None:
    assert columns.visible([NAME, PAID], {Role.OFFICER}) == [NAME, PAID]
    assert columns.visible([NAME, PAID], {Role.AUDITOR, Role.TREASURER}) == [PAID]
    assert columns.visible([NAME, PAID], {Role.REVIEWER}) == []


def test_the_columns_keep_the_order_of_the_table() -> None:
    assert columns.chosen([NAME, PAID], ["subsidised", "nothing", "title"]) == [NAME, PAID]


def test_a_value_stands_in_its_words_its_number_or_its_day() -> None:
    assert columns.plain(Answer.STAYED) == "拠点を維持・活動する"
    lines = columns.cells([NAME, PAID], [["=1+1", True], ["組", False], ["無", None]])
    assert list(lines) == [["=1+1", "はい"], ["組", "いいえ"], ["無", None]]
    assert columns.as_json(japan(2026, 11, 29).date()) == "2026-11-29"
    assert columns.as_json(True) is True  # noqa: FBT003  # a flag of JSON
    assert columns.as_json(None) is None
