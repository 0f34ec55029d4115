"""Which figures of a public table are hidden, so that 1 or 2 組 can never be read from it. Pure.

A small figure alone is not enough to hide: with the sum and the other figures it would follow by
subtraction. So others are hidden with it, the smallest first, until for each small figure there
is another table with the same visible figures, also for a reader who knows that nothing (0) is
never hidden.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

SMALL = 3  # 組: 1 and 2 tell of somebody

Whole = list[list[int]]
# Row and column; the sums stand in the last of each.
Place = tuple[int, int]


def is_small(count: int) -> bool:
    return 0 < count < SMALL


@dataclass(frozen=True, slots=True)
class PublicLine:
    """Figures with their sum as they may be shown; None is a hidden figure."""

    figures: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table with its sums as it may be shown; None is a hidden figure."""

    rows: tuple[tuple[int | None, ...], ...]
    row_sums: tuple[int | None, ...]
    column_sums: tuple[int | None, ...]
    total: int | None


def public_line(figures: Sequence[int]) -> PublicLine:
    """Hide what must be hidden of figures that are shown with their sum."""
    total = sum(figures)
    hidden = {place for place, count in enumerate(figures) if is_small(count)}
    others = [place for place, count in enumerate(figures) if count and place not in hidden]
    others.sort(key=lambda place: (figures[place], place))
    total_hidden = is_small(total)
    while hidden and not total_hidden and _told(figures, hidden):
        if others:
            hidden.add(others.pop(0))
        else:
            total_hidden = True
    return PublicLine(
        tuple(None if place in hidden else count for place, count in enumerate(figures)),
        None if total_hidden else total,
    )


def _told(figures: Sequence[int], hidden: set[int]) -> bool:
    """Return whether what is left of the sum tells the hidden ones: one alone, or nothing but 1."""
    return len(hidden) == 1 or all(figures[place] == 1 for place in hidden)


def public_table(rows: Sequence[Sequence[int]]) -> PublicTable:
    """Hide what must be hidden of a table that is shown with the sums of its rows and columns."""
    if not rows:
        return PublicTable((), (), (), 0)
    whole = [[*line, sum(line)] for line in rows]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    hidden = {
        (row, column)
        for row, line in enumerate(whole)
        for column, count in enumerate(line)
        if is_small(count)
    }
    for place in sorted(hidden):
        hidden |= _ring(whole, place, hidden)
    shown = [
        [None if (row, column) in hidden else count for column, count in enumerate(line)]
        for row, line in enumerate(whole)
    ]
    return PublicTable(
        rows=tuple(tuple(line[:-1]) for line in shown[:-1]),
        row_sums=tuple(line[-1] for line in shown[:-1]),
        column_sums=tuple(shown[-1][:-1]),
        total=shown[-1][-1],
    )


def _ring(whole: Whole, start: Place, hidden: set[Place]) -> set[Place]:
    """Return the cheapest ring of figures to hide with a small one.

    One more and one less in turn around a ring leaves all other figures and every sum as they
    are. Over the sums of its row and column and the total there is always one.
    """
    found = [way for up in (True, False) if (way := _way(whole, start, hidden, start_grows=up))]
    return min(found, key=lambda way: way[0])[1]


def _way(  # noqa: C901  # Dijkstra's loop, with what a station may not pass
    whole: Whole, start: Place, hidden: set[Place], *, start_grows: bool
) -> tuple[int, set[Place]] | None:
    """Find the cheapest way from a figure's column back to its row, by Dijkstra's algorithm.

    Rows and columns are the stations; each figure joins its row to its column, at the price of
    its count unless it is hidden anyway. None may become 0 by the turn around the ring.
    """
    rows, columns = len(whole), len(whole[0])

    def grows(row: int, column: int, *, to_row: bool) -> bool:
        across = (row == rows - 1) != (column == columns - 1)
        start_across = (start[0] == rows - 1) != (start[1] == columns - 1)
        return start_grows ^ to_row ^ across ^ start_across

    if not start_grows and whole[start[0]][start[1]] == 1:
        return None
    queue: list[tuple[int, int, tuple[Place, ...]]] = [(0, rows + start[1], ())]
    done: set[int] = set()
    while queue:
        cost, station, way = heapq.heappop(queue)
        if station == start[0]:
            return cost, set(way)
        if station in done:
            continue
        done.add(station)
        to_row = station >= rows
        for other in range(columns) if not to_row else range(rows):
            place = (other, station - rows) if to_row else (station, other)
            count = whole[place[0]][place[1]]
            if place == start or not count:
                continue
            if count == 1 and not grows(*place, to_row=to_row):
                continue
            price = 0 if place in hidden else count
            following = other if to_row else rows + other
            heapq.heappush(queue, (cost + price, following, (*way, place)))
    return None
