"""Bars that lie: a name of any length stands before or above its bar, its number behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otameshi.core.charts.facts import (
    About,
    Figure,
    Level,
    Mark,
    Number,
    Path,
    Point,
    Series,
    Words,
    read,
)
from otameshi.core.charts.lettering import SIZE, WIDTH, fitted, legend, width_of
from otameshi.core.charts.looks import EDGE, TEXT, area, line, patterns
from otameshi.core.charts.telling import labels_of, sentence, table

BESIDE = 88  # names wider than this stand above their bars
BAR, GAP = 18, 12


@dataclass(frozen=True, slots=True)
class Room:
    """Where the bars lie: from x on, `wide` for the value `most`."""

    x: float
    wide: float
    most: Number
    above: bool  # the name stands above, not before

    def length(self, value: Number) -> float:
        return float(self.wide * min(max(value, 0), self.most) / self.most)


def bars(
    about: About,
    series: Sequence[Series],
    *,
    top: Number | None = None,
    target: Level | None = None,
) -> Figure:
    """Draw grouped bars, one group for each name; `top` is the value of a full bar."""
    labels = labels_of(series)
    marks, y = legend(about.key, [one.name for one in series]) if len(series) > 1 else ([], 0)
    if target is not None:
        marks.append(Words(0, y + 14, fitted(f"点線：{target.label}", WIDTH)))
        y += 26
    room = room_of(labels, series, about.unit, top, target)
    begun = y
    for label in labels:
        drawn, y = _group(about, room, label, [one.of(label) for one in series], y)
        marks += drawn
    if target is not None:
        x = room.x + room.length(target.value)
        marks.append(Path(line(x, begun, x, y - GAP), stroke=TEXT, width=2, dash="5 4"))
    marks.append(Path(line(room.x, begun, room.x, max(y - GAP, begun)), stroke=EDGE))
    headers, rows = table(about, series)
    return Figure(
        about.key, about.title, sentence(about, series), WIDTH, max(y - GAP + 4, 1),
        tuple(marks), patterns(about.key, len(series)), headers, rows,
    )  # fmt: skip


def room_of(
    labels: Sequence[str],
    series: Sequence[Series],
    unit: str,
    top: Number | None,
    target: Level | None = None,
) -> Room:
    """Leave room for the widest name and the widest number."""
    points = [point for one in series for point in one.points]
    values = [point.value for point in points if point.value is not None]
    names = max((width_of(label) for label in labels), default=0)
    numbers = max((width_of(read(point, unit)) for point in points), default=0)
    above = names > BESIDE
    x = 0 if above else names + 8
    most = top or max([*values, target.value if target else 0, 1])
    return Room(x, max(WIDTH - x - numbers - 8, 40), most, above)


def _group(
    about: About, room: Room, label: str, points: Sequence[Point], y: int
) -> tuple[list[Mark], int]:
    marks: list[Mark] = list(name(room, label, y, BAR * len(points)))
    y += BAR + 4 if room.above else 0
    for number, point in enumerate(points):
        marks += _bar(about, room, number, point, y + BAR * number)
    return marks, y + BAR * len(points) + GAP


def name(room: Room, label: str, y: int, high: int) -> Iterator[Mark]:
    if room.above:
        yield Words(0, y + 15, fitted(label, WIDTH))
    else:
        yield Words(room.x - 8, y + high / 2 + 5, label, anchor="end")


def _bar(about: About, room: Room, number: int, point: Point, y: int) -> Iterator[Mark]:
    long = room.length(point.value) if point.value is not None else 0
    if long:
        yield area(about.key, number, room.x, y + 1, (long, BAR - 2))
    said = fitted(read(point, about.unit), WIDTH - room.x - long - 6)
    yield Words(room.x + long + 6, y + 14, said, SIZE, weight=700)
