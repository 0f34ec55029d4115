"""How wide words are, what of them fits, and where the names of the series stand."""

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import combining, east_asian_width

from otameshi.core.charts.facts import Mark, Path, Words
from otameshi.core.charts.looks import area, line, look, short

WIDTH = 340  # units of every viewBox: about the pixels that a telephone of 360 px has for it
SIZE = 14
ROW = 20
SWATCH = 16


@lru_cache(1_000)  # numbers, names and units come again and again
def width_of(text: str, size: int = SIZE) -> float:
    """Estimate the width of words: a full-width character is as wide as the type is high."""
    full = sum(east_asian_width(one) in "WFA" for one in text if not combining(one))
    half = sum(east_asian_width(one) not in "WFA" for one in text if not combining(one))
    return (full + 0.62 * half) * size


def fitted(text: str, width: float, size: int = SIZE) -> str:
    """Cut words that are wider than their place; the table has them whole."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def legend(key: str, names: Sequence[str], *, lines: bool = False) -> tuple[list[Mark], int]:
    """Return the names of the series, each beside its look, and how high they stand together."""
    marks: list[Mark] = []
    x, y = 0.0, 0
    for number, name in enumerate(names):
        shown = fitted(name, WIDTH - SWATCH - 8)
        wide = SWATCH + 8 + width_of(shown)
        if x and x + wide > WIDTH:
            x, y = 0.0, y + ROW
        marks += _swatch(key, number, x, y, lines=lines)
        marks.append(Words(x + SWATCH + 6, y + 14, shown))
        x += wide + 14
    return marks, y + ROW + 8 if names else 0


def _swatch(key: str, number: int, x: float, y: int, *, lines: bool) -> list[Mark]:
    if not lines:
        return [area(key, number, x + 1, y + 2, (SWATCH - 2, SWATCH - 3))]
    one, middle = look(number), y + 9
    return [
        Path(line(x, middle, x + SWATCH, middle), stroke=one.ink, width=2, dash=one.dash),
        marker(number, x + SWATCH / 2, middle),
    ]


def marker(number: int, x: float, y: float) -> Path:
    one = look(number)
    place = f"translate({short(x)} {short(y)})"
    return Path(one.marker, fill=one.ink, stroke="#ffffff", move=place)
