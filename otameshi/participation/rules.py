"""How a participation moves, and who is a member when. No database, no web."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled
from otameshi.core.roles import Role
from otameshi.core.states import Machine, Move


class State(Labelled):
    ACTIVE = "active", "参加中"
    ENDED = "ended", "終了"
    LEFT = "left", "途中辞退"
    DECLINED = "declined", "参加辞退"


# Declined places never took part: no figure counts them.
TOOK_PART = frozenset({State.ACTIVE, State.ENDED, State.LEFT})

PARTICIPATION = Machine(
    Move("finish", "おためし期間を終了する", frozenset({State.ACTIVE}), State.ENDED, Role.OFFICER),
    Move(
        "leave",
        "途中辞退を受け付ける",
        frozenset({State.ACTIVE}),
        State.LEFT,
        Role.OFFICER,
        needs_note=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Membership:
    joined_on: date
    left_on: date | None


def heads(memberships: Iterable[Membership]) -> int:
    """Return how many people (名) took part in a group, whether or not they stayed to the end."""
    return sum(1 for _ in memberships)


def heads_on(memberships: Iterable[Membership], day: date) -> int:
    """Return how many people (名) were members on a day; the last day still counts."""
    return sum(
        one.joined_on <= day and (one.left_on is None or day <= one.left_on) for one in memberships
    )
