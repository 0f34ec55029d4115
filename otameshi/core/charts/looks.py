"""Nine looks that differ in colour, in pattern, in the dash of a line and in its marker."""

from dataclasses import dataclass

from otameshi.core.charts.facts import Path, Pattern

TEXT, QUIET, GRID, EDGE = "#1a1a1a", "#4d4d4d", "#d9d9d9", "#666666"


@dataclass(frozen=True, slots=True)
class Look:
    """Each ink has a contrast of at least 4.5 to white, and 3 to its own ground."""

    ink: str
    ground: str
    d: str  # the pattern, in a tile of 8 by 8; nothing: filled with ink
    dash: str
    marker: str  # around the middle 0, 0


LOOKS = (
    Look("#00428c", "#00428c", "", "", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"),
    Look("#a63f00", "#fff1e6", "M-2 2L2 -2M0 8L8 0M6 10L10 6", "8 4", "M-5 -5H5V5H-5z"),
    Look("#1b6b43", "#e9f7ef", "M2 1V3M1 2H3M6 5V7M5 6H7", "2 4", "M0 -6L6 5H-6z"),
    Look("#5c2fa8", "#f4effc", "M0 0L8 8M8 0L0 8", "10 3 2 3", "M0 -7L7 0L0 7L-7 0z"),
    Look("#333333", "#ffffff", "M0 2H8M0 6H8", "4 2", "M-6 -5H6L0 6z"),
    Look("#a3195b", "#fdeef4", "M2 0V8M6 0V8", "12 4", "M-6 -2H-2V-6H2V-2H6V2H2V6H-2V2H-6z"),
    Look("#006873", "#e6f6f8", "M-2 6L2 10M0 0L8 8M6 -2L10 2", "1 3", "M-6 0L-3 -5H3L6 0L3 5H-3z"),
    Look("#7a4f00", "#fff6e0", "M0 4H8M4 0V8", "4 6", "M0 -7L2 -2L7 0L2 2L0 7L-2 2L-7 0L-2 -2z"),
    Look(
        "#595959",
        "#bfbfbf",
        "M0 0H4V4H0z",
        "6 2 2 2",
        "M-6 -4L-4 -6L0 -2L4 -6L6 -4L2 0L6 4L4 6L0 2L-4 6L-6 4L-2 0z",
    ),
)


def look(number: int) -> Look:
    return LOOKS[number % len(LOOKS)]


def filling(key: str, number: int) -> str:
    """Return what fills an area of the look: its ink, or its pattern in this chart."""
    found = look(number)
    return f"url(#{key}-p{number % len(LOOKS)})" if found.d else found.ink


def patterns(key: str, count: int) -> tuple[Pattern, ...]:
    """Return the patterns that the first looks of a chart are filled with."""
    return tuple(
        Pattern(f"{key}-p{number}", one.ground, one.ink, one.d)
        for number, one in enumerate(LOOKS[:count])
        if one.d
    )


def short(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def box(x: float, y: float, width: float, height: float) -> str:
    return f"M{short(x)} {short(y)}h{short(width)}v{short(height)}h{short(-width)}z"


def area(key: str, number: int, x: float, y: float, size: tuple[float, float]) -> Path:
    """Return a filled box of a look, with an outline that stands out from the ground."""
    return Path(box(x, y, *size), fill=filling(key, number), stroke=look(number).ink)


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"M{short(x1)} {short(y1)}L{short(x2)} {short(y2)}"
