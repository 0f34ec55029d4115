"""Lines over years or months, each with its dash and marker, and a band where it is not certain."""

from collections.abc import Iterator, Sequence

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
    plain,
)
from otameshi.core.charts.lettering import WIDTH, legend, marker, width_of
from otameshi.core.charts.looks import line, look, short
from otameshi.core.charts.plot import Place, Plot, axes, level, most_of, plot_of
from otameshi.core.charts.telling import sentence, table
from otameshi.core.charts.ticks import ticks


def lines(
    about: About,
    series: Sequence[Series],
    *,
    top: Number | None = None,
    target: Level | None = None,
    steps: bool = False,
) -> Figure:
    """Draw a line for each series, broken where a value is unknown.

    With `steps` a value holds until the next one (a curve of staying); `top` ends the axis.
    """
    names = [one.name for one in series] if len(series) > 1 else []
    marks, y = legend(about.key, names, lines=True)
    marks.append(Words(0, y + 12, f"（{about.unit}）" if about.unit else "", 13))
    scale = ticks(top or most_of(series, target))
    plot = plot_of(series, scale, y + 40)
    marks += axes(plot, scale)
    if target is not None:
        marks += level(plot, target)
    for number, one in enumerate(series):
        marks += _band(plot, number, one, steps=steps)
    for number, one in enumerate(series):
        marks += _line(plot, number, one, steps=steps)
    if len(series) == 1:
        marks += _numbers(plot, series[0])
    headers, rows = table(about, series)
    return Figure(
        about.key, about.title, sentence(about, series), WIDTH, round(plot.base + 26),
        tuple(marks), (), headers, rows,
    )  # fmt: skip


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """Cut a series where a value is unknown: no line is drawn over what nobody knows."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point.value is None:
            found.append([])
        else:
            found[-1].append(point)
    return [one for one in found if one]


def _along(places: Sequence[Place], *, steps: bool) -> str:
    d = "M" + " ".join(map(short, places[0]))
    for x, y in places[1:]:
        d += f"H{short(x)}V{short(y)}" if steps else f"L{short(x)} {short(y)}"
    return d


def _band(plot: Plot, number: int, one: Series, *, steps: bool) -> Iterator[Mark]:
    ink = look(number).ink
    for run in runs([_banded(point) for point in one.points]):
        lows = [plot.place(point, point.low or 0) for point in run]
        highs = [plot.place(point, point.high or 0) for point in run]
        lower, upper = _along(lows, steps=steps), _along(highs, steps=steps)
        yield Path(_between(lows, highs, steps=steps), fill=ink, opacity="0.14")
        for edge in (lower, upper):
            yield Path(edge, stroke=ink, dash="1 3")
        if not run[1:]:
            yield Path(line(*lows[0], *highs[0]), stroke=ink)


def _banded(point: Point) -> Point:
    known = point.low is not None and point.high is not None
    return point if known else Point(point.label, None)


def _between(lows: Sequence[Place], highs: Sequence[Place], *, steps: bool) -> str:
    d = _along(highs, steps=steps)
    back = list(reversed(lows))
    d += "L" + " ".join(map(short, back[0]))
    for x, y in back[1:]:
        d += f"V{short(y)}H{short(x)}" if steps else f"L{short(x)} {short(y)}"
    return d + "z"


def _line(plot: Plot, number: int, one: Series, *, steps: bool) -> Iterator[Mark]:
    for run in runs(one.points):
        places = [plot.place(point, point.value or 0) for point in run]
        if places[1:]:
            d = _along(places, steps=steps)
            yield Path(d, stroke=look(number).ink, width=2.5, dash=look(number).dash)
        yield from (marker(number, *place) for place in places)


def _numbers(plot: Plot, one: Series) -> Iterator[Mark]:
    """Write the values over the points of a single line, where they do not touch."""
    end = float("-inf")
    for run in runs(one.points):
        for point in run:
            x, y = plot.place(point, point.value or 0)
            said = plain(point.value or 0)
            half = width_of(said, 13) / 2
            x = min(max(x, half), WIDTH - half)
            if x - half > end:
                yield Words(x, y - 10, said, 13, "middle", 700)
                end = x + half + 4
