"""What waits for whom, read off the tables of moves. No database, no web."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from otameshi.applications.correction.rules import CORRECTION
from otameshi.applications.rules import APPLICATION
from otameshi.claims.after.rules import CANCELLATION, REPAYMENT
from otameshi.claims.invoicing.rules import ADVANCE
from otameshi.claims.paying.rules import RUN
from otameshi.claims.rules import CLAIM
from otameshi.claims.taxes.rules import TAX_REPORT
from otameshi.core.labels import Labelled
from otameshi.core.roles import STAFF, Role
from otameshi.core.states import Machine, Move
from otameshi.followup.asking.rules import TASK
from otameshi.grants.changes.rules import CHANGE
from otameshi.grants.rules import BY_CHANGE, GRANT
from otameshi.participation.asking.rules import REQUEST
from otameshi.participation.rules import PARTICIPATION
from otameshi.selection.rules import CANDIDACY


class Queue(Labelled):
    MESSAGES = "messages", "メッセージ"
    APPLICATIONS = "applications", "応募"
    CORRECTIONS = "corrections", "補正"
    SELECTION = "selection", "選考"
    INTERVIEWS = "interviews", "面談"  # the wishes of those for whom no slot does
    PARTICIPATION = "participation", "参加"
    REQUESTS = "participation_requests", "変更の申出"
    GRANTS = "grants", "交付"
    CHANGES = "changes", "交付の変更"
    CLAIMS = "claims", "請求"
    ADVANCES = "advances", "概算払"
    RUNS = "runs", "振込"
    CANCELLATIONS = "cancellations", "交付決定の取消"
    REPAYMENTS = "repayments", "返還"
    TAXES = "taxes", "仕入控除税額"
    SURVEYS = "surveys", "追跡調査"
    GATHERINGS = "gatherings", "説明会・交流会"  # who came is noted, and no table of moves knows
    NOTES = "notes", "内部メモ"  # waits for one person, and stands in no table of moves


TABLES: dict[Queue, Machine[Any]] = {
    Queue.APPLICATIONS: APPLICATION,
    Queue.CORRECTIONS: CORRECTION,
    Queue.SELECTION: CANDIDACY,
    Queue.PARTICIPATION: PARTICIPATION,
    Queue.REQUESTS: REQUEST,
    Queue.GRANTS: GRANT,
    Queue.CHANGES: CHANGE,
    Queue.CLAIMS: CLAIM,
    Queue.ADVANCES: ADVANCE,
    Queue.RUNS: RUN,
    Queue.CANCELLATIONS: CANCELLATION,
    Queue.REPAYMENTS: REPAYMENT,
    Queue.TAXES: TAX_REPORT,
    Queue.SURVEYS: TASK,
}

# Moves that somebody may take but nobody waits for: they answer a wish, or a day yet to come.
# So does every move that leaves a thing in the state it was in.
AT_WILL = frozenset(
    {
        (Queue.APPLICATIONS, "withdraw"),
        (Queue.APPLICATIONS, "withdraw_for"),
        (Queue.CORRECTIONS, "withdraw"),
        (Queue.SELECTION, "promote"),
        (Queue.SELECTION, "decline"),
        (Queue.SELECTION, "recheck"),
        (Queue.SELECTION, "restore"),
        (Queue.SELECTION, "record_decline"),
        (Queue.SELECTION, "step_back"),
        (Queue.SELECTION, "change_select"),
        (Queue.SELECTION, "change_waitlist"),
        (Queue.SELECTION, "change_reject"),
        (Queue.PARTICIPATION, "finish"),
        (Queue.PARTICIPATION, "cancel"),
        (Queue.PARTICIPATION, "leave"),
        (Queue.GRANTS, "withdraw"),
        (Queue.GRANTS, "reopen"),
        (Queue.CLAIMS, "close"),
        (Queue.GRANTS, "retract"),
        (Queue.CHANGES, "withdraw"),
        (Queue.CHANGES, "close"),
        (Queue.CLAIMS, "come_back"),
        (Queue.ADVANCES, "withdraw"),
        (Queue.ADVANCES, "come_back"),
        (Queue.RUNS, "reject"),
        (Queue.RUNS, "cancel"),
        (Queue.RUNS, "recall"),
        (Queue.CANCELLATIONS, "drop"),
        (Queue.REPAYMENTS, "drop"),
        (Queue.REPAYMENTS, "void"),
    }
)
# Moves that nobody takes by themselves: they follow from another thing that is approved.
FOLLOWS = frozenset({*((Queue.GRANTS, name) for name in BY_CHANGE), (Queue.REPAYMENTS, "finish")})


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many things in one state, what may be done with them, and by whom."""

    queue: Queue
    label: str
    count: int
    steps: tuple[str, ...]
    by: frozenset[Role]
    state: str = ""
    call_id: int | None = None
    call: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    mine: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    applicants: tuple[Waiting, ...]
    at_will: tuple[Waiting, ...]

    @property
    def total(self) -> int:
        return sum(one.count for one in self.mine)


@dataclass(frozen=True, slots=True)
class Pile:
    """How many things stand in one state; candidates are counted by call (募集回)."""

    queue: Queue
    state: Labelled
    count: int
    call_id: int | None = None
    call: str = ""


def waits(pile: Pile, roles: Collection[Role], *, at_will: bool = False) -> Waiting | None:
    """Return what holders of these roles may do with a pile, or None."""
    moves = [
        move
        for move in TABLES[pile.queue].open_to(roles, pile.state)
        if (pile.queue, move.name) not in FOLLOWS and _at_will(pile, move) is at_will
    ]
    if not moves or not pile.count:
        return None
    return Waiting(
        pile.queue,
        pile.state.label,
        pile.count,
        tuple(move.label for move in moves),
        frozenset(move.by for move in moves),
        pile.state.value,
        pile.call_id,
        pile.call,
    )


def _at_will(pile: Pile, move: Move[Any]) -> bool:
    return (pile.queue, move.name) in AT_WILL or move.target == pile.state


def work(piles: Iterable[Pile], roles: Collection[Role], more: Iterable[Waiting] = ()) -> Work:
    """Lay out the piles by who is waited for; `more` is what no table of moves knows."""
    found, extra = list(piles), [one for one in more if one.count]
    own = STAFF & set(roles)
    mine = [*(one for one in extra if one.by & own), *_all(found, own)]
    done = {(one.queue, one.state, one.call_id) for one in mine}
    colleagues = [
        *(one for one in extra if not one.by & own),
        *(
            one
            for one in _all(found, STAFF - own)
            if (one.queue, one.state, one.call_id) not in done
        ),
    ]
    return Work(
        mine=tuple(mine),
        others=tuple(colleagues),
        applicants=tuple(_all(found, {Role.APPLICANT})),
        at_will=tuple(_all(found, own, at_will=True)),
    )


def _all(
    piles: Iterable[Pile], roles: Collection[Role], *, at_will: bool = False
) -> Iterable[Waiting]:
    return (one for pile in piles if (one := waits(pile, roles, at_will=at_will)))
