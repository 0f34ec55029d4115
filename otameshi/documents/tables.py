"""Ruled tables: cells of wrapped text, rows that turn the page, a header repeated on each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from otameshi.documents.flow import LEFT, RIGHT, Align, Flow, Span, Style, set_line
from otameshi.documents.lines import Line
from otameshi.documents.marks import Node, Rule, Tint

PAD_X = 5.0
PAD_Y = 3.5
HEAVY = 1.2
LOW = 3  # lines: a row up to this height is centred in its cells and never cut


@dataclass(frozen=True, slots=True)
class Cell:
    lines: Sequence[Line]
    align: Align
    node: Node | None
    tinted: bool = False

    def cut(self, first: int, last: int | None = None) -> Self:
        return replace(self, lines=self.lines[first:last])


@dataclass(frozen=True, slots=True)
class Row:
    cells: Sequence[Cell]
    leading: float
    heavy: bool = False

    @property
    def depth(self) -> int:
        return max(len(cell.lines) for cell in self.cells)

    @property
    def height(self) -> float:
        return max(self.depth, 1) * self.leading + 2 * PAD_Y

    def cut(self, at: int) -> tuple[Self, Self]:
        upper = replace(self, cells=[cell.cut(0, at) for cell in self.cells])
        return upper, replace(self, cells=[cell.cut(at) for cell in self.cells])


class Table:
    """One table on the flow; add its rows in order, then `close` it."""

    def __init__(self, flow: Flow, style: Style, shares: Sequence[float], left: float) -> None:
        self.flow = flow
        self.style = style
        self.node = flow.root.child("Table")
        unit = (RIGHT - left) / sum(shares)
        self.edges = [left]
        for share in shares:
            self.edges.append(self.edges[-1] + share * unit)
        self._header: Row | None = None
        self._top: float | None = None
        self._rules: list[Rule] = []

    def header(self, texts: Sequence[str]) -> None:
        node = self.node.child("TR")
        cells = [
            self._cell(column, text, "c", node.child("TH", "Column"), tinted=True)
            for column, text in enumerate(texts)
        ]
        self._header = Row(cells, self.style.leading)

    def row(
        self,
        texts: Sequence[str],
        aligns: Sequence[Align],
        *,
        named: bool = False,
        heavy: bool = False,
    ) -> None:
        """Add a row. `named`: its first cell is its heading; `heavy`: a strong rule above it."""
        node = self.node.child("TR")
        cells = []
        for column, (text, align) in enumerate(zip(texts, aligns, strict=True)):
            heads = named and column == 0
            kind = node.child("TH", "Row") if heads else node.child("TD")
            cells.append(self._cell(column, text, align, kind, tinted=heads))
        self._place(Row(cells, self.style.leading, heavy))

    def _cell(self, column: int, text: str, align: Align, node: Node, *, tinted: bool) -> Cell:
        width = self.edges[column + 1] - self.edges[column] - 2 * PAD_X
        return Cell(self.style.lines(text, width, hang=False), align, node, tinted)

    def _place(self, row: Row) -> None:
        if self._top is None:
            head = self._header.height if self._header else 0.0
            self.flow.need(head + min(row.height, self._least))
            self._begin(first=True)
        if row.height > self.flow.room and (row.depth <= LOW or self.flow.room < self._least):
            self._turn()
        while row.height > self.flow.room:
            lines = int((self.flow.room - 2 * PAD_Y) // self.style.leading)
            upper, row = row.cut(max(lines, 1))
            self._draw(upper)
            self._turn()
        self._draw(row)

    @property
    def _least(self) -> float:
        return LOW * self.style.leading + 2 * PAD_Y

    def _turn(self) -> None:
        self.close()
        self.flow.turn()
        self._begin(first=False)

    def _begin(self, *, first: bool) -> None:
        self._top = self.flow.y
        self._across(self.flow.y)
        if self._header and first:
            self._draw(self._header)
        elif self._header and self._header.height < self.flow.room / 2:
            again = [replace(cell, node=None) for cell in self._header.cells]
            self._draw(replace(self._header, cells=again))

    def _draw(self, row: Row) -> None:
        top = self.flow.y
        if row.heavy:
            self._across(top, HEAVY)
        for column, cell in enumerate(row.cells):
            left, right = self.edges[column : column + 2]
            if cell.tinted:
                self.flow.put(Tint(left, top, right - left, row.height))
            spare = row.depth - len(cell.lines) if row.depth <= LOW else 0
            self.flow.y = top + PAD_Y + spare * row.leading / 2
            self._draw_cell(cell, Span(left + PAD_X, right - left - 2 * PAD_X))
        self.flow.y = top + row.height
        self._across(self.flow.y)

    def _draw_cell(self, cell: Cell, span: Span) -> None:
        style = replace(self.style, align=cell.align)
        for line in cell.lines:
            set_line(self.flow, line, style, span, cell.node)
            self.flow.y += style.leading

    def _across(self, y: float, weight: float = 0.5) -> None:
        self._rules.append(Rule(self.edges[0], y, self.edges[-1], y, weight))

    def close(self) -> None:
        """Draw the rules of this page's rows, over their tints."""
        if self._top is not None:
            self._rules += [Rule(x, self._top, x, self.flow.y) for x in self.edges]
        for rule in self._rules:
            self.flow.put(rule)
        self._rules.clear()


def aligns_of(letters: str, columns: int) -> list[Align]:
    """Return the alignments that the letters l, c and r stand for; columns beyond them are left."""
    known: dict[str, Align] = {"l": "l", "c": "c", "r": "r"}
    return [known[letter] for letter in letters.ljust(columns, "l")]


def open_table(flow: Flow, style: Style, shares: Sequence[float], left: float = LEFT) -> Table:
    return Table(flow, replace(style, align="l"), shares, left)
