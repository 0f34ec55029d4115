"""What a chart is given and what it becomes: numbers in; paths, words and a table out."""

from dataclasses import dataclass
from fractions import Fraction

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


@dataclass(frozen=True, slots=True)
class Path:
    d: str
    fill: str = "none"
    stroke: str = "none"
    width: float = 1
    dash: str = ""
    opacity: str = "1"
    move: str = ""  # a transform


@dataclass(frozen=True, slots=True)
class Words:
    x: float
    y: float
    text: str
    size: int = 14
    anchor: str = "start"
    weight: int = 400
    colour: str = "#1a1a1a"


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
