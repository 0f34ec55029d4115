"""The manager's decision on what was proposed. Nobody is told before the notices are sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from otameshi import history
from otameshi.applications.entering.withdrawal import Told
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused, another_person
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection import documents
from otameshi.selection.actions.pile import as_shown, living
from otameshi.selection.actions.reading import of_call
from otameshi.selection.decision.rules import believable
from otameshi.selection.decision.settling import Ruling, drop_unsent, settle, undisturbed
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import (
    CANDIDACY,
    MOVE_OF,
    OUTCOME_OF,
    PROPOSED,
    Outcome,
    State,
    differing,
    must_be_explained,
)

UNNUMBERED = "（文書番号は決定のときに付きます）"


def decide(  # who, what, when, why, and the page's version
    candidacy: Candidacy,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Decide one proposed candidate ("select", "waitlist", "reject"); its notice waits to be sent.

    Refused: the proposer deciding alone; and, without a reason, another outcome than proposed.
    """
    candidacy = undisturbed(candidacy, version)
    move = CANDIDACY.choose(name, by.roles, candidacy.state, note)
    another_person(candidacy.proposed_by_id, by.id)
    must_be_explained(differing(candidacy.proposal, OUTCOME_OF[name]), note)
    rank = candidacy.waitlist_rank
    if move.target is State.WAITLISTED and rank is None:
        raise Refused("補欠の順位がありません。差し戻して、順位を付けてもらってください。")
    settle(candidacy, move, Ruling(note=note, waitlist_rank=rank), by, at)


def decide_all(
    call: Call, by: Person, at: datetime, seen: Mapping[int, int] | None = None
) -> list[Candidacy]:
    """Decide everything proposed for a call as proposed, in one act.

    `seen` are the versions of the candidates as the page listed them: another list is refused.
    """
    found = _proposed(call, seen)
    for one in found:
        decide(one, MOVE_OF[one.proposal or Outcome.REJECTED], by, at)
    return found


def _proposed(call: Call, seen: Mapping[int, int] | None) -> list[Candidacy]:
    locked(Call, call.id)
    found = db.session.scalars(of_call(call).where(Candidacy.state.in_(PROPOSED))).unique().all()
    if not found:
        raise Refused("決裁を待つ案はありません。")
    as_shown(found, seen)
    return list(found)


def send_back(
    candidacy: Candidacy, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Give a proposal back to the officer with the reason; the choice itself is kept."""
    _send_back(candidacy, by, at, note, version)
    _tell_back([candidacy], by, at, note)


def send_back_all(
    call: Call, by: Person, at: datetime, note: str, seen: Mapping[int, int] | None = None
) -> list[Candidacy]:
    """Give everything proposed for a call back with one reason, and tell who proposed it."""
    found = _proposed(call, seen)
    for one in found:
        _send_back(one, by, at, note)
    _tell_back(found, by, at, note)
    return found


def _send_back(
    candidacy: Candidacy, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    candidacy = living(candidacy, version)
    move = CANDIDACY.choose("send_back", by.roles, candidacy.state, note)
    candidacy.state = move.target
    history.record(candidacy, move.name, move.label, by=by, at=at, note=note)


def _tell_back(found: Sequence[Candidacy], by: Person, at: datetime, note: str) -> None:
    proposers = {one.proposed_by for one in found if one.proposed_by}
    for person in sorted(proposers, key=lambda one: one.id):
        mine = [one.application.number for one in found if one.proposed_by is person]
        call = found[0].application.call
        post.write(
            "selection_sent_back",
            person,
            at,
            person=person,
            call=call,
            year=call.year,
            numbers=mine,
            by=by,
            note=note,
        )


def decline(candidacy: Candidacy, by: Person, at: datetime, note: str = "") -> None:
    """Note that the applicant gives the place up; the seat is free for the waiting list."""
    candidacy = living(candidacy)
    if candidacy.application.applicant_id != by.id:
        raise Refused("応募した本人だけが辞退できます。")
    _give_up(candidacy, "decline", by, at, note)


def record_decline(candidacy: Candidacy, by: Person, at: datetime, note: str) -> None:
    """Note for the applicant that the place is given up: by telephone, on paper, or by silence."""
    _give_up(undisturbed(candidacy), "record_decline", by, at, note)


def step_back(
    candidacy: Candidacy, told: Told, by: Person, at: datetime, version: int | None = None
) -> None:
    """Note that somebody on the waiting list wants no place: the line goes on without them."""
    candidacy = undisturbed(candidacy, version)
    if candidacy.decided_at is not None:
        believable(told.on, day_in_japan(candidacy.decided_at), day_in_japan(at))
    _give_up(candidacy, "step_back", by, at, told.note, f"（{told.words}）")


def _give_up(  # who, which move, by whom, when, why, and how it was learnt
    candidacy: Candidacy, name: str, by: Person, at: datetime, note: str, how: str = ""
) -> None:
    move = CANDIDACY.choose(name, by.roles, candidacy.state, note)
    drop_unsent(candidacy, by, at)
    candidacy.state = move.target
    candidacy.tell(at)
    history.record(candidacy, move.name, f"{move.label}{how}", by=by, at=at, note=note)


def preview(candidacy: Candidacy, at: datetime) -> bytes:
    """Set the notice as it would leave the office if the proposal were decided now."""
    outcome = candidacy.proposal
    if outcome is None:
        raise Refused("案が決まっていないため、通知書の案はありません。")
    return documents.notice(candidacy, outcome, UNNUMBERED, day_in_japan(at))
