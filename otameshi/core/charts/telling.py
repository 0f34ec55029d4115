"""The numbers of a chart as a table, and in one sentence for who cannot see it."""

from collections.abc import Sequence

from otameshi.core.charts.facts import About, Cell, Point, Series, plain, read, read_band


def labels_of(series: Sequence[Series]) -> tuple[str, ...]:
    """Return the names of all rows, in the order in which they first appear."""
    return tuple(dict.fromkeys(point.label for one in series for point in one.points))


def table(
    about: About, series: Sequence[Series]
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return the headers and the rows: a row for each name, a column for each series."""
    headers = (about.head, *(one.name for one in series))
    rows = tuple(
        (Cell(label), *(cell(one.of(label), about.unit) for one in series))
        for label in labels_of(series)
    )
    return headers, rows


def cell(point: Point, unit: str) -> Cell:
    value = None if point.text else point.value
    return Cell(read_band(point, unit), point.url, value, unit)


def sentence(about: About, series: Sequence[Series]) -> str:
    """Say of each series its first, last, highest and lowest number; or what the page gave."""
    if about.says:
        return about.says
    said = [_spans(one, about.unit) for one in series]
    return " ".join(one for one in said if one) or "まだ数字がありません。"


def _spans(one: Series, unit: str) -> str:
    known = [point for point in one.points if point.value is not None]
    if not known:
        return ""
    highest = max(known, key=lambda point: point.value or 0)
    lowest = min(known, key=lambda point: point.value or 0)
    if highest.value == lowest.value:
        return (
            f"{one.name}：全て{read(highest, unit)}。" if known[1:] else _only(one, known[0], unit)
        )
    return (
        f"{one.name}：最も大きいのは{highest.label}の{read(highest, unit)}、"
        f"最も小さいのは{lowest.label}の{read(lowest, unit)}。"
    )


def _only(one: Series, point: Point, unit: str) -> str:
    return f"{one.name}：{point.label}は{read(point, unit)}。"


def sum_of(points: Sequence[Point], unit: str) -> Cell:
    return Cell(total(points, unit), "", sum(point.value or 0 for point in points), unit)


def total(points: Sequence[Point], unit: str) -> str:
    """Return the sum of what is known, as it is read."""
    return f"{plain(sum(point.value or 0 for point in points))}{unit}"
