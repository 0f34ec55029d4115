"""The field of a chart of lines: its axes, where each name lies on them, and its target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otameshi.core.charts.facts import Level, Mark, Number, Path, Point, Series, Words
from otameshi.core.charts.lettering import SIZE, WIDTH, fitted, width_of
from otameshi.core.charts.looks import EDGE, GRID, TEXT, line
from otameshi.core.charts.telling import labels_of
from otameshi.core.charts.ticks import tick_words

HIGH = 200
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """The field between the axes: where each name and each value lies."""

    left: float
    right: float
    top: float
    base: float
    most: Number
    places: dict[str, float]  # x of each name

    def y(self, value: Number) -> float:
        held = min(max(value, 0), self.most)
        return float(self.base - (self.base - self.top) * held / self.most)

    def place(self, point: Point, value: Number) -> Place:
        return self.places[point.label], self.y(value)


def most_of(series: Sequence[Series], target: Level | None) -> Number:
    points = [point for one in series for point in one.points]
    values = [one for point in points for one in (point.value, point.high) if one is not None]
    return max([*values, target.value if target else 0, 1])


def plot_of(series: Sequence[Series], scale: Sequence[int], top: float) -> Plot:
    labels = labels_of(series)
    left = max(width_of(tick_words(one), 13) for one in scale) + 8
    last = width_of(labels[-1]) / 2 if labels else 0
    right = WIDTH - max(last, 12)
    inner = left + max(width_of(labels[0]) / 2 - left, 12) if labels else left
    return Plot(left, WIDTH, top, top + HIGH, scale[-1], _places(series, inner, right))


def _places(series: Sequence[Series], left: float, right: float) -> dict[str, float]:
    """Lay names evenly, or where their points say, if all do."""
    known = {point.label: point.at for one in series for point in one.points}
    given = {label: at for label, at in known.items() if at is not None}
    where = given if len(given) == len(known) else {one: at for at, one in enumerate(known)}
    first, last = min(where.values(), default=0), max(where.values(), default=0)
    if first == last:
        return dict.fromkeys(where, (left + right) / 2)
    return {
        label: float(left + (right - left) * (at - first) / (last - first))
        for label, at in where.items()
    }


def axes(plot: Plot, scale: Sequence[int]) -> Iterator[Mark]:
    for tick in scale:
        y = plot.y(tick)
        yield Path(line(plot.left, y, plot.right, y), stroke=GRID if tick else EDGE)
        yield Words(plot.left - 6, y + 4.5, tick_words(tick), 13, "end")
    for label in shown_labels(plot.places):
        x = plot.places[label]
        yield Path(line(x, plot.base, x, plot.base + 4), stroke=EDGE)
        yield Words(x, plot.base + 20, fitted(label, WIDTH), anchor="middle")


def shown_labels(places: dict[str, float]) -> list[str]:
    """Leave out names that would touch the one before; the last one always stays."""
    shown: list[str] = []
    for label in sorted(places, key=lambda one: places[one]):
        while shown and label == _last(places) and _touch(places, shown[-1], label):
            shown.pop()
        if not shown or not _touch(places, shown[-1], label):
            shown.append(label)
    return shown


def _last(places: dict[str, float]) -> str:
    return max(places, key=lambda one: places[one])


def _touch(places: dict[str, float], one: str, other: str) -> bool:
    return places[other] - places[one] < (width_of(one) + width_of(other)) / 2 + 6


def level(plot: Plot, target: Level) -> Iterator[Mark]:
    y = plot.y(target.value)
    said = fitted(target.label, plot.right - plot.left)
    yield Path(line(plot.left, y, plot.right, y), stroke=TEXT, width=2, dash="5 4")
    yield Words(plot.right, y + 16 if y < plot.top + SIZE else y - 6, said, 13, "end")
