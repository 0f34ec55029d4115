"""Text flows down the sheet and on to the next one; the measure is 42 characters of 10.5 points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from otameshi.documents.lines import SPACES, Line, broken
from otameshi.documents.marks import Mark, Node, Page, Words
from otameshi.documents.typefaces import Face, typeface

SIZE = 10.5
WIDTH = 42 * SIZE
LEFT = (A4[0] - WIDTH) / 2  # 27 mm
RIGHT = LEFT + WIDTH
TOP = 26 * mm
BOTTOM = A4[1] - 25 * mm
ASCENT = 0.88  # of the em, above the baseline
MOST_STRETCH = 0.08  # of the line: what lacks more is left ragged

Align = Literal["l", "c", "r", "j", "s"]  # left, centre, right, justified, spread (均等割付)


@dataclass(frozen=True, slots=True)
class Style:
    face: Face
    size: float = SIZE
    leading: float = 20.0
    align: Align = "l"

    def width(self, prepared: str) -> float:
        return typeface(self.face).width(prepared) * self.size / 1000

    def natural(self, text: str) -> float:
        """Return the width of a text that has not been prepared."""
        return self.width(typeface(self.face).prepared(text))

    def lines(
        self, text: str, width: float, *, indent: float = 0.0, hang: bool = True
    ) -> list[Line]:
        """Return the lines of `text`, refusing what the font cannot show."""
        font = typeface(self.face)
        em = self.size / 1000
        return broken(
            font.prepared(text),
            width,
            lambda character: font.width(character) * em,
            first=width - indent,
            hang=hang,
        )


class Flow:
    """The pages so far, and how far down the last one is filled."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.root = Node("Document")
        self.y = 0.0
        self.turn()

    def turn(self) -> None:
        self.pages.append([])
        self.y = TOP

    @property
    def room(self) -> float:
        return BOTTOM - self.y

    @property
    def fresh(self) -> bool:
        return self.y == TOP

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

    def space(self, points: float) -> None:
        """Leave room, but not at the head of a page."""
        if not self.fresh:
            self.y += points

    def need(self, height: float) -> None:
        """Turn the page unless this much fits."""
        if self.room < height and not self.fresh:
            self.turn()

    def text(
        self, node: Node, text: str, style: Style, *, indent: float = 0.0, left: float = LEFT
    ) -> None:
        """Set paragraphs from `left` to the right margin, the first line of each `indent` in."""
        self.flow(
            node, style.lines(text, RIGHT - left, indent=indent), style, indent=indent, left=left
        )

    def flow(
        self, node: Node, lines: Sequence[Line], style: Style, *, indent: float, left: float
    ) -> None:
        opens = True
        for number, line in enumerate(lines):
            shift = indent if opens else 0.0
            self.need(style.leading * together(lines, number))
            set_line(self, line, style, Span(left + shift, RIGHT - left - shift), node)
            self.y += style.leading
            opens = line.ends_paragraph


def together(lines: Sequence[Line], number: int) -> int:
    """Return how many lines from here must share a page, so that none is left alone."""
    left = next(n for n, line in enumerate(lines[number:], 1) if line.ends_paragraph)
    if number == 0 or lines[number - 1].ends_paragraph:
        return left if left <= 3 else 2  # noqa: PLR2004 - two and two, or all three
    return 2 if left == 2 else 1  # noqa: PLR2004 - the last two


@dataclass(frozen=True, slots=True)
class Span:
    left: float
    width: float


def set_line(flow: Flow, line: Line, style: Style, span: Span, node: Node | None) -> None:
    """Put one line at the flow's height, aligned within the span."""
    within = line.text[: len(line.text) - line.hanging]
    slack = span.width - style.width(within)
    spacing = _spacing(line, within, slack, style.align)
    x = span.left + {"c": slack / 2, "r": slack}.get(style.align, 0.0)
    baseline = flow.y + (style.leading - style.size) / 2 + ASCENT * style.size
    if not SPACES.issuperset(line.text):
        flow.put(Words(x, baseline, line.text, style.face, style.size, spacing, node))


def _spacing(line: Line, within: str, slack: float, align: Align) -> float:
    gaps = len(within) - 1
    if align == "j":
        stretched = not line.ends_paragraph and slack <= MOST_STRETCH * WIDTH
        return max(slack / gaps, 0.0) if stretched and gaps > 0 else 0.0
    return slack / gaps if align == "s" and gaps > 0 else 0.0
