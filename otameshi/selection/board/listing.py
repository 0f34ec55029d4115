"""Which rows of the board are shown, and in which order. No database."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otameshi.applications import numbers
from otameshi.core.labels import Labelled
from otameshi.selection.board.balance import region_of
from otameshi.selection.board.reading import Scene
from otameshi.selection.board.rules import Line
from otameshi.selection.rules import Outcome

UNDECIDED, ATTENTION = "undecided", "attention"


class Order(Labelled):
    RANK = "rank", "順位"
    NUMBER = "number", "受付番号"
    SPREAD = "spread", "点の開きの大きい順"
    HEADS = "heads", "人数の多い順"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the board as they stand in its address; empty asks for nothing."""

    q: str = ""
    state: str = ""
    kind: str = ""
    region: str = ""
    wish: str = ""
    outcome: str = ""
    sort: str = ""

    @property
    def filters(self) -> bool:
        return any((self.q, self.state, self.kind, self.region, self.wish, self.outcome))

    def takes(
        self, line: Line, outcomes: Mapping[int, Outcome], attention: Collection[int]
    ) -> bool:
        return (
            self.q.upper() in line.number
            and self.state in {"", line.state}
            and self.kind in {"", line.kind or ""}
            and self.region in {"", region_of(line)}
            and self.wish in {"", str(line.host_id or "")}
            and self._outcome(line, outcomes, attention)
        )

    def _outcome(
        self, line: Line, outcomes: Mapping[int, Outcome], attention: Collection[int]
    ) -> bool:
        if self.outcome == ATTENTION:
            return line.id in attention
        if self.outcome == UNDECIDED:
            return line.id not in outcomes
        return self.outcome in {"", outcomes.get(line.id, "")}


def listed(scene: Scene, wanted: Wanted, outcomes: Mapping[int, Outcome]) -> list[int]:
    """Return the candidates that the filters leave, in the order that is asked for."""
    keys = list(scene.ranking.order)
    if wanted.filters:
        attention = scene.ranking.attention
        keys = [key for key in keys if wanted.takes(scene.lines[key], outcomes, attention)]
    order = _key(scene, wanted.sort)
    return sorted(keys, key=order) if order else keys


def _key(scene: Scene, sort: str) -> Callable[[int], Any] | None:
    lines, standings = scene.lines, scene.ranking.standings
    orders: dict[str, Callable[[int], Any]] = {
        Order.NUMBER: lambda key: numbers.key(lines[key].number),
        Order.SPREAD: lambda key: -(standings[key].spread or Fraction(0)),
        Order.HEADS: lambda key: -lines[key].heads,
    }
    return orders.get(sort)
