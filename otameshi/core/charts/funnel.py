"""How many of those who came in pass each step: bars about a middle line, widest the most."""

from collections.abc import Iterator, Sequence

from otameshi.core.charts.facts import About, Figure, Mark, Path, Point, Series, Words, read
from otameshi.core.charts.lettering import WIDTH, fitted, width_of
from otameshi.core.charts.looks import EDGE, LOOKS, box, line
from otameshi.core.charts.telling import sentence, table

BAR, ROW = 22, 58
NOTE = 13


def funnel(about: About, steps: Sequence[Point]) -> Figure:
    """Draw the steps in their order; a note stands behind its name where there is room."""
    marks: list[Mark] = []
    most = max([point.value or 0 for point in steps] + [1])
    for number, step in enumerate(steps):
        long = float(WIDTH * max(step.value or 0, 0) / most)
        marks += _step(about, step, number * ROW, long)
    series = (Series("数", tuple(steps)),)
    headers, rows = table(about, series)
    return Figure(
        about.key, about.title, sentence(about, series), WIDTH, max(len(steps) * ROW - 8, 1),
        tuple(marks), (), headers, rows,
    )  # fmt: skip


def _step(about: About, step: Point, y: int, long: float) -> Iterator[Mark]:
    said = read(step, about.unit)
    room = WIDTH - width_of(said) - 10
    name = fitted(step.label, room)
    yield Words(0, y + 15, name)
    yield Words(WIDTH, y + 15, said, anchor="end", weight=700)
    left = room - width_of(name) - 8
    if step.note and width_of(step.note, NOTE) <= left:
        yield Words(width_of(name) + 8, y + 15, step.note, NOTE, colour="#4d4d4d")
    yield Path(line(0, y + 22 + BAR, WIDTH, y + 22 + BAR), stroke="#d9d9d9")
    if step.value is None:
        yield Path(box(1, y + 22, WIDTH - 2, BAR), stroke=EDGE, dash="4 4")
    elif long:
        yield Path(box((WIDTH - long) / 2, y + 22, long, BAR), fill=LOOKS[0].ink)
