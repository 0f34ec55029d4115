"""The officer's proposal: tried out on the ranking board, then sent up for decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import locked
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection import ranking
from otameshi.selection.actions.pile import as_shown, living
from otameshi.selection.actions.reading import Row, board
from otameshi.selection.interviews import marks as interviews
from otameshi.selection.models import Candidacy, scale
from otameshi.selection.rules import (
    CANDIDACY,
    REVIEWING,
    Outcome,
    State,
    must_be_explained,
    must_be_under_review,
    waiting_order,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a row of the board says: an outcome or none yet, and a number on the waiting list."""

    outcome: Outcome | None
    waitlist_rank: int | None = None


Choices = Mapping[int, Choice]
Seen = Mapping[int, int] | None


def sketch(call: Call, choices: Choices, by: Person, at: datetime, seen: Seen = None) -> None:
    """Keep the choices on the board without proposing them, so that their effect can be read."""
    CANDIDACY.choose("propose", by.roles, State.REVIEWING)
    chosen = _place(*_shown(call, seen), choices)
    kept = {row.candidacy.application.number: row.candidacy.proposal for row in chosen}
    history.record(call, "sketch", "採択案を試算する", by=by, at=at, choices=kept)


def propose_all(
    call: Call, choices: Choices, by: Person, at: datetime, note: str = "", seen: Seen = None
) -> int:
    """Send every row with a choice up for decision, and say how many.

    Refused: no choice at all; 補欠順位 given twice; and without a reason, a candidate whose
    scores are missing, or one below a floor who is not rejected. `seen` are the versions of the
    rows that the page showed open.
    """
    CANDIDACY.choose("propose", by.roles, State.REVIEWING)
    rows = [row for row in _place(*_shown(call, seen), choices) if row.candidacy.proposal]
    if not rows:
        raise Refused("決裁に上げる応募の案（採択・補欠・不採択）を選んでください。")
    must_be_explained([doubt for row in rows for doubt in _doubts(row)], note)
    for row in rows:
        _send_up(row.candidacy, by, at, note if _doubts(row) else "")
    return len(rows)


def propose(  # who, what, when, why
    candidacy: Candidacy,
    outcome: Outcome,
    by: Person,
    at: datetime,
    waitlist_rank: int | None = None,
    note: str = "",
) -> None:
    """Send one candidate up for decision, under the same conditions as `propose_all`."""
    candidacy = living(candidacy)
    must_be_under_review(candidacy.state)
    call = candidacy.application.call
    scales = [scale(criterion) for criterion in call.year.criteria]
    heard = interviews.on_scale(call, ranking.full(scales))
    row = Row(candidacy, candidacy.standing(scales, heard.get(candidacy.id)), None)
    _, taken = _shown(call, None)
    _place([row], taken, {candidacy.id: Choice(outcome, waitlist_rank)})
    must_be_explained(_doubts(row), note)
    _send_up(candidacy, by, at, note)


def _shown(call: Call, seen: Seen) -> tuple[list[Row], set[int]]:
    """Return the open rows, still as the page showed them, and the 補欠順位 that others hold."""
    locked(Call, call.id)
    rows = board(call).rows
    open_ = [row for row in rows if row.candidacy.state in REVIEWING]
    as_shown([row.candidacy for row in open_], seen)
    held = (row.candidacy.waitlist_rank for row in rows if row not in open_)
    return open_, {rank for rank in held if rank is not None}


def _place(rows: list[Row], taken: set[int], choices: Choices) -> list[Row]:
    """Write the choices on their rows, the waiting list numbered in the board's order."""
    known = {row.candidacy.id: row for row in rows}
    chosen = {key: choices[key] for key in known if key in choices}
    waiting = [
        (key, one.waitlist_rank) for key, one in chosen.items() if one.outcome is Outcome.WAITLISTED
    ]
    order = waiting_order(waiting, taken)
    for key, one in chosen.items():
        known[key].candidacy.proposal = one.outcome
        known[key].candidacy.waitlist_rank = order.get(key)
    return [known[key] for key in chosen]


def _doubts(row: Row) -> list[str]:
    one = row.candidacy
    return ranking.doubts(one.title, row.standing, one.proposal) if one.proposal else []


def _send_up(candidacy: Candidacy, by: Person, at: datetime, note: str) -> None:
    candidacy = living(candidacy)
    move = CANDIDACY.choose("propose", by.roles, candidacy.state, note)
    candidacy.state = move.target
    candidacy.proposed_by = by
    history.record(
        candidacy,
        move.name,
        move.label,
        by=by,
        at=at,
        note=note,
        proposal=candidacy.proposal,
        waitlist_rank=candidacy.waitlist_rank,
    )
