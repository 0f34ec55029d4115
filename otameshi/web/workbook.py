"""One sheet of an Excel workbook: a fixed head, a filter, types as they are, no maker's name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from tempfile import TemporaryDirectory
from typing import IO, Any
from unicodedata import east_asian_width

import xlsxwriter

from otameshi.core.clock import in_japan
from otameshi.core.states import Refused

Cell = str | int | float | date | datetime | None
Row = Sequence[Cell]

DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
NARROWEST, WIDEST = 8, 40
SAMPLE = 200  # rows by which the columns are made wide enough: the rest is not held
LONGEST = 32_767  # characters that Excel keeps in one cell
MOST = 1_048_575  # rows under the head
HEAD = {"bold": True, "bg_color": "#E8F1FE", "text_wrap": True, "valign": "vcenter"}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(
    file: IO[bytes],
    headers: Sequence[str],
    rows: Iterable[Row],
    title: str,
    formats: Sequence[str] = (),
) -> None:
    """Write the sheet row by row: memory does not grow with them.

    `formats` says how the numbers of each column are shown; an empty one leaves it to Excel.
    """
    left = iter(rows)
    first = list(islice(left, SAMPLE))
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {**OPTIONS, "tmpdir": folder})
        book.set_properties({"title": title, "author": ""})
        sheet = book.add_worksheet(title)
        try:
            _head(sheet, headers, first, book.add_format(HEAD))
            last = Body(book, sheet, formats or [""] * len(headers)).write(chain(first, left))
        except BaseException:
            sheet._opt_close()  # noqa: SLF001  # what it wrote on the disk goes with its folder
            raise
        if headers:
            sheet.autofilter(0, 0, last, len(headers) - 1)
        book.close()


class Body:
    """What stands under the head of a sheet."""

    def __init__(self, book: Any, sheet: Any, formats: Sequence[str]) -> None:
        made = {name: book.add_format({"num_format": name}) for name in {*formats, DAY, MOMENT}}
        self.numbers = [made[name] if name else None for name in formats]
        self.day, self.moment = made[DAY], made[MOMENT]
        self.sheet = sheet

    def write(self, rows: Iterable[Row]) -> int:
        """Write the rows and return how many they were."""
        number = 0
        for number, row in enumerate(rows, start=1):
            if number > MOST:
                raise Refused(f"Excelは{MOST:,}行までです。CSVで受け取ってください。")
            for column, cell in enumerate(row):
                self._cell(number, column, cell)
        return number

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            self.sheet.write_string(row, column, _kept(cell))
        elif isinstance(cell, datetime):
            local = in_japan(cell).replace(tzinfo=None)
            self.sheet.write_datetime(row, column, local, self.moment)
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, self.day)
        elif cell is not None:
            self.sheet.write_number(row, column, cell, self.numbers[column])


def _head(sheet: Any, headers: Sequence[str], rows: Sequence[Row], bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        wanted = max(_length(header) + 4, *_lengths(rows, column), NARROWEST)
        sheet.set_column(column, column, min(wanted, WIDEST))
        sheet.write_string(0, column, _kept(header), bold)


def _lengths(rows: Sequence[Row], column: int) -> Iterator[int]:
    """Yield how wide each cell of a column stands, with a little air."""
    for cell in (row[column] for row in rows if column < len(row)):
        if isinstance(cell, datetime):
            yield len(MOMENT) + 2
        elif isinstance(cell, date):
            yield len(DAY) + 2
        else:
            yield (_length(cell) if isinstance(cell, str) else len(f"{cell or 0:,}")) + 2


def _length(text: str) -> int:
    """Return the width of the longest line of a text; a full-width character stands for two."""
    lines = text[: WIDEST * WIDEST].split("\n")
    return max(sum(2 if east_asian_width(one) in "WFA" else 1 for one in line) for line in lines)


def _kept(text: str) -> str:
    """Cut what Excel would leave out whole, where it can be seen that it was cut."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
