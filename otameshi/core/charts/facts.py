"""What a chart is given and what it becomes: numbers in; paths, words and a table out."""

from dataclasses import dataclass
from fractions import Fraction
from html import escape

Number = int | Fraction
MISSING = "—"


@dataclass(frozen=True, slots=True)
class Point:
    """One number with its name; unknown is None, and never drawn as nought."""

    label: str
    value: Number | None
    text: str = ""  # as it is read; made from the value unless given
    note: str = ""  # said under it (funnel), beside it in the table
    url: str = ""  # the page with the rows that it counts
    low: Number | None = None  # of the band (interval) around it
    high: Number | None = None
    at: Number | None = None  # place on the axis, where steps differ (months)


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    points: tuple[Point, ...]

    def of(self, label: str) -> Point:
        return next((one for one in self.points if one.label == label), Point(label, None))


@dataclass(frozen=True, slots=True)
class About:
    """A chart's key (unique on its page), title, unit, and what it shows in a sentence."""

    key: str
    title: str
    unit: str = ""
    says: str = ""  # made from the numbers unless given
    head: str = "区分"  # of the table's first column


@dataclass(frozen=True, slots=True)
class Level:
    """A value to be compared with, drawn as a dashed line: a target."""

    value: Number
    label: str


class Drawn(str):
    """Marks as a page takes them: what was somebody's word in it is escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Path:
    d: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 1
    dash: str = ""
    opacity: str = "1"
    move: str = ""  # a transform

    @property
    def svg(self) -> str:
        drawn = (
            f'<path d="{self.d}" fill="{self.fill}" stroke="{self.stroke}"'
            f' stroke-width="{self.width}"'
        )
        if self.dash:
            drawn += f' stroke-dasharray="{self.dash}"'
        if self.opacity != "1":
            drawn += f' opacity="{self.opacity}"'
        if self.move:
            drawn += f' transform="{self.move}"'
        return drawn + " />"


@dataclass(frozen=True, slots=True)
class Words:
    x: float
    y: float
    text: str
    size: int = 14
    anchor: str = "start"
    weight: int = 400
    colour: str = "#1a1a1a"

    @property
    def svg(self) -> str:
        if not self.text:
            return ""
        return (
            f'<text x="{round(self.x, 1)}" y="{round(self.y, 1)}" font-size="{self.size}"'
            f' text-anchor="{self.anchor}" font-weight="{self.weight}" fill="{self.colour}">'
            f"{escape(self.text)}</text>"
        )


Mark = Path | Words


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    url: str = ""
    value: Number | None = None  # for a file, where the text is no more than it with its unit
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A fill that tells series apart without colour: on a screen, on paper, in grey."""

    name: str
    ground: str
    ink: str
    d: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart drawn: in units of a viewBox that is as narrow as a telephone."""

    key: str
    title: str
    says: str
    width: int
    height: int
    marks: tuple[Mark, ...]
    patterns: tuple[Pattern, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]  # the first cell names the row

    @property
    def empty(self) -> bool:
        return not self.rows

    @property
    def drawing(self) -> Drawn:
        """Return all marks as SVG: hundreds, of which a template would look up each word."""
        return Drawn("\n".join(mark.svg for mark in self.marks))


def plain(value: Number) -> str:
    """Return 1,234; a fraction with one decimal, rounded half up."""
    if isinstance(value, int):
        return f"{value:,}"
    tenths = (20 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{tenths // 10:,}.{tenths % 10}"


def read(point: Point, unit: str) -> str:
    """Return a value as it is read, with its unit; a dash for what is not known."""
    if point.text:
        return point.text
    return MISSING if point.value is None else f"{plain(point.value)}{unit}"


def read_band(point: Point, unit: str) -> str:
    """Return a value with its interval and its note, for the table."""
    said = read(point, unit)
    if point.low is not None and point.high is not None:
        said += f"（{plain(point.low)}～{plain(point.high)}{unit}）"
    return f"{said}（{point.note}）" if point.note else said
