"""One bar a row, cut into the parts of a whole; each part that has room says its number."""

from collections.abc import Iterator, Sequence

from otameshi.core.charts.bars import GAP, Room, name
from otameshi.core.charts.facts import (
    About,
    Figure,
    Mark,
    Number,
    Path,
    Point,
    Series,
    Words,
    plain,
)
from otameshi.core.charts.lettering import WIDTH, legend, width_of
from otameshi.core.charts.looks import EDGE, area, box, line, patterns
from otameshi.core.charts.telling import labels_of, sentence, sum_of, table, total

BAR = 26
SMALL = 13
BESIDE = 88


def stack(about: About, series: Sequence[Series], *, share: bool = False) -> Figure:
    """Draw a bar for each name; with `share`, each is as long, and its parts are shares of it."""
    labels = labels_of(series)
    rows = [[one.of(label) for one in series] for label in labels]
    marks, y = legend(about.key, [one.name for one in series])
    room = _room(about, labels, rows)
    begun = y
    for label, points in zip(labels, rows, strict=True):
        whole = sum(point.value or 0 for point in points)
        marks += name(room, label, y, BAR)
        y += 22 if room.above else 0
        scaled = Room(room.x, room.wide, whole if share and whole else room.most, room.above)
        marks += _row(about, scaled, points, y)
        y += BAR + GAP
    marks.append(Path(line(room.x, begun, room.x, max(y - GAP, begun)), stroke=EDGE))
    headers, cells = table(about, series)
    return Figure(
        about.key, about.title, sentence(about, series), WIDTH, max(y - GAP + 4, 1),
        tuple(marks), patterns(about.key, len(series)), (*headers, "計"),
        tuple(
            (*row, sum_of(points, about.unit)) for points, row in zip(rows, cells, strict=True)
        ),
    )  # fmt: skip


def _room(about: About, labels: Sequence[str], rows: Sequence[Sequence[Point]]) -> Room:
    names = max((width_of(label) for label in labels), default=0)
    numbers = max((width_of(total(points, about.unit)) for points in rows), default=0)
    above = names > BESIDE
    x = 0 if above else names + 8
    wholes: list[Number] = [sum(point.value or 0 for point in points) for points in rows]
    return Room(x, max(WIDTH - x - numbers - 8, 40), max([*wholes, 1]), above)


def _row(about: About, room: Room, points: Sequence[Point], y: int) -> Iterator[Mark]:
    x = room.x
    for number, point in enumerate(points):
        long = room.length(point.value or 0)
        if not point.value:
            continue
        yield area(about.key, number, x, y + 1, (long, BAR - 2))
        said = plain(point.value)
        wide = width_of(said, SMALL) + 4
        if wide + 6 <= long:
            middle = x + long / 2
            yield Path(box(middle - wide / 2, y + 5, wide, BAR - 10), fill="#ffffff")
            yield Words(middle, y + 18, said, SMALL, "middle", 700)
        x += long
    yield Words(x + 6, y + 18, total(points, about.unit), weight=700)
