"""Claims read from a table (CSV), one line each, or refused with row, column and remedy."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from io import StringIO
from typing import TypeVar

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.facts import Line
from otameshi.subsidy.words import Contract

T = TypeVar("T")

COLUMNS = {
    "group": "組",
    "heads": "人数",
    "key": "番号",
    "kind": "経費",
    "sub_kind": "種類",
    "contract": "契約",
    "incurred_on": "発生日",
    "paid_on": "支払日",
    "amount": "金額",
    "evidence": "証拠書類",
    "person": "氏名",
    "visit": "来県",
    "used_first": "利用開始日",
    "used_last": "利用終了日",
    "nights": "泊数",
    "days": "日数",
    "hours": "時間",
    "months": "月数",
    "km": "距離",
    "persons": "利用人数",
    "supported": "他の支援",
    "business": "業務割合",
}
NEEDED = ("kind", "incurred_on", "amount")
NAMES = {**{word: key for key, word in COLUMNS.items()}, **{key: key for key in COLUMNS}}


class BadClaim(Exception):
    """The table is refused; the message lists each fault with row and column."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__("\n".join(f"{name}:{fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of each 組 and its people, in the order of the table."""

    lines: Mapping[str, tuple[Line, ...]]
    heads: Mapping[str, int]


class Cell(ValueError):
    """One cell that cannot be read; says in which column and what would be right."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read_claims(rulebook: Rulebook, text: str, name: str = "claim.csv") -> Sheet:
    """Return the claims; kinds, papers and contracts may be given by key or by label."""
    rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    faults: list[str] = []
    lines: dict[str, list[Line]] = {}
    heads: dict[str, int] = {}
    try:
        columns = _columns(next(rows, []), name)
        for row in rows:
            number = rows.line_num
            try:
                reader = Row(rulebook, columns, row, number)
                if any(cell.strip() for cell in row):
                    lines.setdefault(reader.text("group"), []).append(reader.line())
                    heads.setdefault(reader.text("group"), reader.count("heads", 1))
            except Cell as cell:
                place = columns.index(cell.column) + 1 if cell.column in columns else 1
                faults.append(f"{number}:{place}: {COLUMNS[cell.column]}: {cell}")
    except csv.Error as error:
        faults.append(f"{rows.line_num}:1: 表として読めません（{error}）。")
    if faults:
        raise BadClaim(name, faults)
    return Sheet({group: tuple(found) for group, found in lines.items()}, heads)


def _columns(header: list[str], name: str) -> list[str]:
    words = [word.strip() for word in header]
    known = "、".join(COLUMNS.values())
    faults = [
        f"1:{place}: 「{word}」という列はありません。使えるのは {known} です。"
        for place, word in enumerate(words, 1)
        if word not in NAMES
    ]
    columns = [NAMES.get(word, "") for word in words]
    faults += [
        f"1:1: 「{COLUMNS[key]}」の列がありません。1行目に加えてください。"
        for key in NEEDED
        if key not in columns
    ]
    if faults:
        raise BadClaim(name, faults)
    return columns


class Row:
    """One row of the table, read cell by cell."""

    def __init__(self, rulebook: Rulebook, columns: list[str], cells: list[str], row: int) -> None:
        self.rulebook = rulebook
        self.cells = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        self.row = row

    def line(self) -> Line:
        kind = self._kind()
        return Line(
            key=self.text("key") or str(self.row),
            kind=kind,
            incurred_on=self.day("incurred_on") or self._blank("incurred_on"),
            amount=Yen(self.count("amount", None)),
            paid_on=self.day("paid_on"),
            contract=self._contract(),
            evidence=frozenset(self._papers()),
            sub_kind=self._sub_kind(kind),
            person=self.text("person"),
            visit=self.count("visit", None) if self.text("visit") else None,
            used=self._used(),
            nights=self.count("nights"),
            days=self.count("days"),
            hours=self.count("hours"),
            months=self.count("months"),
            km=self._fraction("km", Fraction(0)),
            persons=self.count("persons", 1),
            supported=Yen(self.count("supported")),
            business=self._fraction("business", Fraction(1)),
        )

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def _blank(self, column: str) -> date:
        raise Cell(column, "記入がありません。")

    def count(self, column: str, default: int | None = 0) -> int:
        raw = self.text(column).replace(",", "").removesuffix("円")
        if not raw and default is not None:
            return default
        return self._read(column, int, raw, "整数で書いてください（例: 12000）。")

    def day(self, column: str) -> date | None:
        raw = self.text(column).replace("/", "-")
        if not raw:
            return None
        wanted = "日付を 2025-03-15 のように書いてください。"
        return self._read(column, _date, raw, wanted)

    def _fraction(self, column: str, default: Fraction) -> Fraction:
        raw = self.text(column)
        if not raw:
            return default
        wanted = "数を 12.5 や 1/2 のように書いてください。"
        return self._read(column, _fraction, raw, wanted)

    def _read(self, column: str, reader: Callable[[str], T], raw: str, wanted: str) -> T:
        try:
            return reader(raw)
        except ValueError as error:
            shown = f"「{raw[:40]}」は読めません。" if raw else "記入がありません。"
            raise Cell(column, f"{shown}{wanted}") from error

    def _used(self) -> Period | None:
        first, last = self.day("used_first"), self.day("used_last")
        return Period(first, last) if first and last else None

    def _kind(self) -> str:
        word = self.text("kind")
        return self._pick("kind", word, {kind.key: kind.label for kind in self.rulebook.kinds})

    def _sub_kind(self, kind: str) -> str:
        word = self.text("sub_kind")
        found = self.rulebook.kind(kind)
        choices = {sub.key: sub.label for sub in found.sub_kinds} if found else {}
        return self._pick("sub_kind", word, choices) if word else ""

    def _contract(self) -> Contract:
        word = self.text("contract")
        choices = {contract.value: contract.label for contract in Contract}
        return Contract(self._pick("contract", word, choices)) if word else Contract.NONE

    def _papers(self) -> Iterator[str]:
        choices = {paper.key: paper.label for paper in self.rulebook.papers}
        for word in self.text("evidence").replace("|", "、").split("、"):
            if word.strip():
                yield self._pick("evidence", word.strip(), choices)

    def _pick(self, column: str, word: str, choices: Mapping[str, str]) -> str:
        for key, label in choices.items():
            if word in {key, label}:
                return key
        listed = "、".join(choices.values())
        raise Cell(column, f"「{word[:40]}」はありません。使えるのは {listed} です。")


def _date(raw: str) -> date:
    year, month, day = (int(part) for part in raw.split("-"))
    return date(year, month, day)


def _fraction(raw: str) -> Fraction:
    whole, _, rest = raw.partition("/")
    units, _, decimals = whole.partition(".")
    number = Fraction(int(units + decimals), 10 ** len(decimals))
    divisor = int(rest) if rest else 1
    if divisor < 1:
        raise ValueError(raw)
    return number / divisor
