"""The 事業改善シート as an Excel form: merged, ruled, one A4 page wide, numbers as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from otameshi.core.wareki import short_fiscal_year
from otameshi.statistics.sheet import tables
from otameshi.statistics.sheet.documents import UNWRITTEN
from otameshi.statistics.sheet.lines import OutputLine, Sheet
from otameshi.statistics.sheet.rules import EXPECTED, LEGEND, MISSING, Cell, SheetRow, years_of

NAME = "事業改善シート"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Columns A to K, in characters: 番号, 指標 (2), 単位, R4, R5, 推移, R6, 推移, 目標値, 達成状況.
WIDTHS = (6, 19, 19, 6, 10, 10, 6, 10, 6, 10, 11)
LAST = len(WIDTHS) - 1
LINE = 18.0  # points
ACROSS = 56  # full-width characters in a line from edge to edge
HEAD = ((0, 1), (2, 2), (3, 6), (7, 9), (10, 10))
GOTHIC = {"font_name": "ＭＳ Ｐゴシック", "font_size": 10, "valign": "vcenter"}
A4 = 9


def workbook(sheet: Sheet) -> bytes:
    """Return the sheet of a 年度 as an Excel file."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    title = tables.title_of(sheet)
    book.set_properties({"title": title, "author": ""})
    page = book.add_worksheet(NAME)
    form = Form(book, page)
    form.title(title)
    form.head(tables.head_of(sheet))
    form.indicators(sheet)
    form.outputs(sheet)
    form.costs(sheet)
    form.words("要因分析", (sheet.text.analysis if sheet.text else "") or UNWRITTEN)
    form.words("今後の方向性", (sheet.text.direction if sheet.text else "") or UNWRITTEN)
    notes = tables.notes(sheet)
    if notes:
        form.words("計算値と公表値", "\n".join(notes))
    _printable(page, form.row)
    book.close()
    return out.getvalue()


def _printable(page: Any, rows: int) -> None:
    page.set_paper(A4)
    page.set_portrait()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, rows - 1, LAST)
    page.set_footer("&C&P／&N")
    page.hide_gridlines(2)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell stands in the form."""

    align: str = "left"
    ruled: bool = True
    tinted: bool = False
    bold: bool = False
    size: int = 10
    number: str = ""  # how a number is shown
    top: bool = False

    @property
    def properties(self) -> dict[str, object]:
        return {
            **GOTHIC,
            "align": self.align,
            "valign": "top" if self.top else "vcenter",
            "border": int(self.ruled),
            "bold": self.bold,
            "font_size": self.size,
            "text_wrap": not self.number,
            **({"bg_color": "#EDEDED"} if self.tinted else {}),
            **({"num_format": self.number} if self.number else {}),
        }


HEADER = Look("center", tinted=True)
CENTRE = Look("center")
TITLE = Look("center", ruled=False, bold=True, size=14)
HEADING = Look(ruled=False, bold=True, size=11)
PLAIN = Look(ruled=False)


class Form:
    """Writes the form from the top down; `row` is the next free line."""

    def __init__(self, book: Any, page: Any) -> None:
        self.book, self.page, self.row = book, page, 0
        self.made: dict[Look, Any] = {}
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)

    def put(self, first: int, last: int, value: str | float, look: Look) -> None:
        """Write one cell of this line, from the first column to the last. No text is a formula."""
        if look not in self.made:
            self.made[look] = self.book.add_format(look.properties)
        shape = self.made[look]
        if last > first:
            self.page.merge_range(self.row, first, self.row, last, "", shape)
        if isinstance(value, str):
            self.page.write_string(self.row, first, value, shape)
        else:
            self.page.write_number(self.row, first, value, shape)

    def down(self, lines: int = 1, *, least: float = LINE) -> None:
        self.page.set_row(self.row, max(lines * LINE, least))
        self.row += 1

    def heading(self, text: str) -> None:
        self.down()
        self.put(0, LAST, text, HEADING)
        self.down()

    def title(self, text: str) -> None:
        self.put(0, LAST, text, TITLE)
        self.down(2)

    def head(self, pairs: Sequence[tuple[str, str]]) -> None:
        for part, look in ((0, HEADER), (1, CENTRE)):
            for pair, (first, last) in zip(pairs, HEAD, strict=False):
                self.put(first, last, pair[part], look)
            if pairs:
                self.down(part + 1)

    def indicators(self, sheet: Sheet) -> None:
        self.heading("成果指標")
        first, *later = map(short_fiscal_year, years_of(sheet.fiscal_year))
        years = [f"{first} 実績", *(word for one in later for word in (f"{one} 実績", "推移"))]
        self.put(0, 0, "番号", HEADER)
        self.put(1, 2, "指標", HEADER)
        for column, word in enumerate(["単位", *years, "目標値", "達成状況"], start=3):
            self.put(column, column, word, HEADER)
        self.down()
        for row in sheet.rows:
            self._indicator(row)
        self.put(0, LAST, f"推移の凡例　{LEGEND}", PLAIN)
        self.down()

    def _indicator(self, row: SheetRow) -> None:
        self.put(0, 0, row.number, CENTRE)
        self.put(1, 2, row.name, Look())
        self.put(3, 3, row.unit, CENTRE)
        column = 4
        for cell in row.cells:
            self.put(column, column, *_figure(cell, row.decimals))
            if cell.trend is not None:
                column += 1
                self.put(column, column, cell.trend.label, CENTRE)
            column += 1
        target = tables.number_of(row.target, row.decimals)
        self.put(column, column, target, _number(row.decimals))
        self.put(column + 1, column + 1, row.status_text, CENTRE)
        self.down(2)

    def outputs(self, sheet: Sheet) -> None:
        self.heading("取組実績")
        if sheet.sentence:
            self.put(0, LAST, sheet.sentence, PLAIN)
            self.down()
        for first, last, word in (
            (0, 2, "項目"),
            (3, 4, "実績"),
            (5, 6, "計算値"),
            (7, LAST, "備考"),
        ):
            self.put(first, last, word, HEADER)
        self.down()
        for line in sheet.outputs:
            self._output(line)

    def _output(self, line: OutputLine) -> None:
        unit = line.output.unit
        self.put(0, 2, line.output.label, Look())
        for first, last, figure, mark in (
            (3, 4, line.figure, EXPECTED if line.expected else ""),
            (5, 6, line.counted, ""),
        ):
            look = Look("right", number=f'#,##0"{unit}{mark}"')
            self.put(first, last, MISSING if figure is None else figure, look)
        self.put(7, LAST, line.remark, Look())
        self.down(max(1, ceil(len(line.remark) / 17)))

    def costs(self, sheet: Sheet) -> None:
        self.heading("決算額")
        years = years_of(sheet.fiscal_year)
        places = ((3, 4), (5, 7), (8, LAST))
        self.put(0, 2, "", HEADER)
        for year, (first, last) in zip(years, places, strict=True):
            self.put(first, last, short_fiscal_year(year), HEADER)
        self.down()
        self.put(0, 2, "決算額（千円）", Look())
        for year, (first, last) in zip(years, places, strict=True):
            cost = sheet.costs.get(year)
            look = Look("right", number="#,##0")
            self.put(first, last, cost.thousands if cost else MISSING, look)
        self.down()

    def words(self, heading: str, text: str) -> None:
        """Write a text in a box as high as its lines; Excel does not fit merged cells itself."""
        self.heading(heading)
        lines = sum(max(1, ceil(len(one) / ACROSS)) for one in text.split("\n"))
        self.put(0, LAST, text, Look(top=True))
        self.down(lines, least=2 * LINE)


def _figure(cell: Cell, decimals: int) -> tuple[str | float, Look]:
    figure = tables.number_of(cell.figure, decimals)
    return figure, _number(decimals, EXPECTED if cell.expected else "")


def _number(decimals: int, mark: str = "") -> Look:
    return Look("right", number=("0.0" if decimals else "#,##0") + (f'"{mark}"' if mark else ""))
