"""The map of 長野県 in 77 equal tiles: each says its name and its number."""

from collections.abc import Iterator, Sequence

from otameshi.core.charts.facts import About, Cell, Figure, Mark, Number, Path, Point, Words
from otameshi.core.charts.lettering import WIDTH, fitted
from otameshi.core.charts.looks import box, line
from otameshi.core.charts.telling import cell
from otameshi.core.charts.ticks import compact
from otameshi.core.municipalities import BY_NAME, MUNICIPALITIES, Municipality

SIDE = 42
LEFT = (WIDTH - 8 * SIDE) / 2
ROWS = max(one.row for one in MUNICIPALITIES)
AT = {(one.column, one.row): one for one in MUNICIPALITIES}
DARK, LIGHT = "#1a1a1a", "#ffffff"
# Fill and letters; each pair has a contrast of at least 4.5, and the number stands in the tile.
SHADES = (
    ("#ffffff", DARK),
    ("#d6e8fa", DARK),
    ("#93c1ee", DARK),
    ("#1d66b3", LIGHT),
    ("#00305e", LIGHT),
)
FEWEST = len(SHADES) - 1  # of so few, one more is no darker than it would be among many
LONG = 3  # characters that stand in one line of a tile


def tiles(about: About, points: Sequence[Point]) -> Figure:
    """Draw the map; a point is named by its municipality, others (県外) stand under it."""
    values = {point.label: point for point in points}
    most = max([values[name].value or 0 for name in values if name in BY_NAME] + [FEWEST])
    marks: list[Mark] = []
    for one in MUNICIPALITIES:
        marks += _tile(one, values.get(one.name), most)
    marks += (mark for one in MUNICIPALITIES for mark in _borders(one))
    elsewhere = [point for point in points if point.label not in BY_NAME and point.value]
    y = ROWS * SIDE + 8
    for number, point in enumerate(elsewhere):
        said = f"{point.label}：{cell(point, about.unit).text}"
        marks.append(Words(LEFT, y + 14 + 20 * number, fitted(said, WIDTH - LEFT)))
    listed = sorted((one for one in points if one.value), key=lambda one: -(one.value or 0))
    return Figure(
        about.key, about.title, about.says or _sentence(about, listed), WIDTH,
        y + 20 * len(elsewhere), tuple(marks), (), ("市町村", "広域", "数"),
        tuple((Cell(one.label), Cell(_area(one.label)), cell(one, about.unit)) for one in listed),
    )  # fmt: skip


def _area(name: str) -> str:
    return BY_NAME[name].area if name in BY_NAME else "—"


def _sentence(about: About, listed: Sequence[Point]) -> str:
    if not listed:
        return "まだ数字がありません。"
    first = "、".join(f"{one.label}{cell(one, about.unit).text}" for one in listed[:3])
    return f"{len(listed)}か所。多い順に{first}。"


def shade(value: Number, most: Number) -> int:
    """Return 0 for nothing, else 1 to 4 by quarters of the most."""
    return 0 if value <= 0 else min(int(-(-4 * value // most)), 4)


def _tile(one: Municipality, point: Point | None, most: Number) -> Iterator[Mark]:
    x, y = LEFT + (one.column - 1) * SIDE, (one.row - 1) * SIDE
    value = (point.value if point else None) or 0
    fill, ink = SHADES[shade(value, most)]
    yield Path(box(x, y, SIDE, SIDE), fill=fill, stroke="#8c8c8c", width=0.75)
    for number, part in enumerate(_parts(one.name)):
        small = 12 if len(_parts(one.name)) > 1 else 13
        yield Words(x + SIDE / 2, y + 14 + 12 * number, part, small, "middle", colour=ink)
    if value:
        said = compact(value)
        size = 13 if len(said) > LONG or len(_parts(one.name)) > 1 else 15
        yield Words(x + SIDE / 2, y + SIDE - 4, said, size, "middle", 700, ink)


def _parts(name: str) -> tuple[str, ...]:
    """Return a name without its 市, 町 or 村, in two lines where it is long."""
    known = sum(one.name[:-1] == name[:-1] for one in MUNICIPALITIES)
    bare = name if known > 1 else name[:-1]
    return (bare[:2], bare[2:]) if len(bare) > LONG else (bare,)


def _borders(one: Municipality) -> Iterator[Mark]:
    """Draw thick what parts an area from another, and the prefecture from the rest."""
    x, y = LEFT + (one.column - 1) * SIDE, (one.row - 1) * SIDE
    right, below = x + SIDE, y + SIDE
    edges = {
        (1, 0): (right, y, right, below),
        (0, 1): (x, below, right, below),
        (-1, 0): (x, y, x, below),
        (0, -1): (x, y, right, y),
    }
    for (across, down), edge in edges.items():
        other = AT.get((one.column + across, one.row + down))
        if other is None or other.area != one.area:
            yield Path(line(*edge), stroke="#333333", width=2)
