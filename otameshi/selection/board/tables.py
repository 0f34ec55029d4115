"""A scenario as a table on its way out."""

from collections.abc import Iterator

from otameshi.selection.board.balance import kind_of, region_of
from otameshi.selection.board.reading import Kept, Scene
from otameshi.selection.board.rows import titles_of
from otameshi.selection.board.weighing import weigh
from otameshi.selection.ranking import shown

HEADERS = [
    "順位", "受付番号", "応募者", "応募区分", "応募前の地域", "人数（名）", "点", "案・結果",
    "補欠順位", "市町村", "連携オフィス", "割り当ての理由",
]  # fmt: skip
Cell = str | int | None


def cells(scene: Scene, kept: Kept) -> Iterator[list[Cell]]:
    """Yield one row for each candidate in the order of the board."""
    weighed, titles = weigh(scene, kept.choices, kept.placed), titles_of(scene.ranking.order)
    placed = weighed.placed
    for key in scene.ranking.order:
        line, seat, outcome = scene.lines[key], placed.seats.get(key), weighed.outcomes.get(key)
        choice = kept.choices.get(key)
        host = placed.hosts.get(seat.host or 0) if seat else None
        office = placed.offices.get(seat.office or 0) if seat else None
        yield [
            scene.ranking.ranks.get(key),
            line.number,
            titles[key],
            kind_of(line),
            region_of(line),
            line.heads,
            shown(scene.ranking.standings[key].score),
            outcome.label if outcome else "",
            choice.rank if choice else line.waitlist_rank,
            host.name if host else "",
            office.name if office else "",
            seat.words if seat else "",
        ]
