"""A column of a table, declared once for the page, CSV, Excel, JSON, API and terminal. Pure."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from otameshi.core.labels import Labelled
from otameshi.core.roles import OFFICE, Role

# Who may take names, titles and what people wrote in their own words.
PERSONAL_ROLES = frozenset({Role.OFFICER, Role.MANAGER})

Value = str | int | bool | float | date | datetime | None
Rows = Iterable[Sequence[Value]]


class Kind(Labelled):
    TEXT = "text", "文字"
    COUNT = "count", "整数"
    YEAR = "year", "年度（西暦）"
    YEN = "yen", "円"
    PERCENT = "percent", "％（小数第1位まで）"
    DAY = "day", "日付"
    MOMENT = "moment", "日時"
    FLAG = "flag", "はい・いいえ"


# How a spreadsheet shows the numbers of a kind; what is kept is the number.
FORMATS = {Kind.YEN: '#,##0"円"', Kind.COUNT: "#,##0", Kind.PERCENT: "0.0"}


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    label: str
    kind: Kind = Kind.TEXT
    meaning: str = ""
    personal: bool = False
    required: bool = False  # whether every row has a value

    def seen_by(self, roles: Collection[Role]) -> bool:
        allowed = PERSONAL_ROLES if self.personal else OFFICE
        return bool(allowed.intersection(roles))


def visible(columns: Iterable[Column], roles: Collection[Role]) -> list[Column]:
    """Return the columns that somebody with these roles may take."""
    return [one for one in columns if one.seen_by(roles)]


def chosen(columns: Sequence[Column], keys: Collection[str]) -> list[Column]:
    """Return the columns of these keys in the order of the table."""
    return [one for one in columns if one.key in keys]


def plain(value: Any) -> Value:
    """Return what stands in the database as a table has it: an enumeration by its words."""
    return value.label if isinstance(value, Labelled) else value


def cell(column: Column, value: Value) -> Value:
    """Return a value as a spreadsheet's cell: a flag in words, everything else as what it is."""
    if column.kind is Kind.FLAG and value is not None:
        return "はい" if value else "いいえ"
    return value


def cells(columns: Sequence[Column], rows: Rows) -> Iterable[list[Any]]:
    flags = [place for place, one in enumerate(columns) if one.kind is Kind.FLAG]
    for row in rows:
        line = list(row)
        for place in flags:
            line[place] = cell(columns[place], line[place])
        yield line


def as_json(value: Value) -> Value:
    """Return a value as JSON has it: a day and a moment by ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value


def json_lines(columns: Sequence[Column], rows: Rows) -> Iterator[str]:
    """Yield a list of objects, one a line, so that a reader need not hold all of it."""
    before = "["
    for row in rows:
        told = {one.key: as_json(value) for one, value in zip(columns, row, strict=True)}
        yield f"{before}\n{json.dumps(told, ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"
