"""Reads a table of past totals: every line, and all that is wrong in it rather than the first."""

import re
from collections.abc import Callable, Mapping, Sequence

from otameshi.core.period import fiscal_year as fiscal_year_of
from otameshi.core.wareki import parse
from otameshi.statistics.sheet.past import columns
from otameshi.statistics.sheet.past.columns import COST, COUNTS, NOTE, SOURCE, TARGET, VALUE, YEAR
from otameshi.statistics.sheet.past.rules import (
    Line,
    Problem,
    folded,
    problems,
    tenths_of,
    whole_of,
)

LONGEST = 500
WESTERN = re.compile(r"(\d{4})(?:年度?)?")
NOT_WHOLE = "0以上の整数で書いてください。分からないときは、空のままにしてください。"
NOT_TENTHS = "小数第1位までの数字で書いてください。例）73.7"
NO_YEAR = "「2018」か「H30」「平成30年度」の形で書いてください。"


def read(rows: Sequence[Sequence[str]], this_year: int) -> tuple[list[Line], list[Problem]]:
    """Return the lines of a table whose first row names the columns, and what is wrong in it.

    A line with anything unreadable in it is not returned: nothing of it is taken by half.
    """
    columns.check(rows[0])
    names = [name.strip() for name in rows[0]]
    lines: list[Line] = []
    found: list[Problem] = []
    for number, cells in enumerate(rows[1:], start=2):
        row = Row(number, dict(zip(names, cells, strict=False)))
        line = row.line()
        found += row.problems
        if line is not None:
            lines.append(line)
    found += problems(lines, this_year)
    return lines, sorted(found, key=lambda one: one.row)


def year_of(text: str) -> int | None:
    """Read 2018, 2018年度, H30, 平成30 and 平成30年度."""
    plain = folded(text)
    western = WESTERN.fullmatch(plain)
    if western:
        return int(western[1])
    short = re.fullmatch(r"(.{1,2}?)(\d{1,2}|元)(?:年度?)?", plain)
    try:
        return fiscal_year_of(parse(f"{short[1]}{short[2]}年5月1日")) if short else None
    except ValueError:
        return _of_the_era_before(short[1], short[2]) if short else None


def _of_the_era_before(era: str, number: str) -> int | None:
    """Read H31, which began on 1 April as 平成31年度 and is 令和元年度 as a whole."""
    try:
        return fiscal_year_of(parse(f"{era}{number}年4月1日"))
    except ValueError:
        return None


class Row:
    """Reads the cells of one line, collecting every problem rather than the first."""

    def __init__(self, number: int, cells: Mapping[str, str]) -> None:
        self.number, self.cells = number, cells
        self.problems: list[Problem] = []

    def line(self) -> Line | None:
        """Return the totals, or None where there is a problem."""
        year = self._figure(YEAR, year_of, NO_YEAR, must=True)
        counts = {one: self._figure(name, whole_of, NOT_WHOLE) for name, one in COUNTS.items()}
        value, target = (self._figure(name, tenths_of, NOT_TENTHS) for name in (VALUE, TARGET))
        thousands = self._figure(COST, whole_of, NOT_WHOLE)
        source, note = self._text(SOURCE), self._text(NOTE)
        if not source:
            self._wrong(SOURCE, "数字の出典を書いてください。")
        if year is None or self.problems:
            return None
        known = {output: count for output, count in counts.items() if count is not None}
        return Line(self.number, year, known, value, target, thousands, source, note)

    def _wrong(self, column: str, text: str) -> None:
        self.problems.append(Problem(self.number, column, text))

    def _figure(
        self, column: str, reader: Callable[[str], int | None], said: str, *, must: bool = False
    ) -> int | None:
        text = self._text(column)
        value = reader(text) if text else None
        if value is None and (text or must):
            self._wrong(column, said)
        return value

    def _text(self, column: str) -> str:
        text = self.cells.get(column, "").strip()
        if len(text) > LONGEST:
            self._wrong(column, f"{LONGEST}文字までにしてください。")
        return text
