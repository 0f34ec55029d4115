"""The manager's decision, with its letter and its numbered notice; and what follows from it."""

from collections.abc import Mapping
from datetime import datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Move, Refused, another_person
from otameshi.db import db, locked
from otameshi.documents import issue, post
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection import documents
from otameshi.selection.actions.pile import as_shown, living
from otameshi.selection.actions.reading import of_call
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
    """Decide one proposed candidate ("select", "waitlist", "reject"), with letter and notice.

    Refused: the proposer deciding alone; and, without a reason, another outcome than proposed.
    """
    candidacy = living(candidacy, version)
    move = CANDIDACY.choose(name, by.roles, candidacy.state, note)
    another_person(candidacy.proposed_by_id, by.id)
    must_be_explained(differing(candidacy.proposal, OUTCOME_OF[name]), note)
    if move.target is State.WAITLISTED and candidacy.waitlist_rank is None:
        raise Refused("補欠の順位がありません。差し戻して、順位を付けてもらってください。")
    _settle(candidacy, move, by, at, note)


def decide_all(
    call: Call, by: Person, at: datetime, seen: Mapping[int, int] | None = None
) -> list[Candidacy]:
    """Decide everything proposed for a call as proposed, in one act.

    `seen` are the versions of the candidates as the page listed them: another list is refused.
    """
    locked(Call, call.id)
    found = db.session.scalars(of_call(call).where(Candidacy.state.in_(PROPOSED))).unique().all()
    if not found:
        raise Refused("決裁を待つ案はありません。")
    as_shown(found, seen)
    for one in found:
        decide(one, MOVE_OF[one.proposal or Outcome.REJECTED], by, at)
    return list(found)


def send_back(
    candidacy: Candidacy, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Give a proposal back to the officers with the reason; the choice itself is kept."""
    candidacy = living(candidacy, version)
    move = CANDIDACY.choose("send_back", by.roles, candidacy.state, note)
    candidacy.state = move.target
    history.record(candidacy, move.name, move.label, by=by, at=at, note=note)


def promote(
    candidacy: Candidacy, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Move a candidate up from the waiting list, with a notice of its own; needs a reason."""
    candidacy = living(candidacy, version)
    move = CANDIDACY.choose("promote", by.roles, candidacy.state, note)
    _settle(candidacy, move, by, at, note, letter="selection_promoted")


def decline(candidacy: Candidacy, by: Person, at: datetime, note: str = "") -> None:
    """Note that the applicant gives the place up; the seat is free for the waiting list."""
    candidacy = living(candidacy)
    if candidacy.application.applicant_id != by.id:
        raise Refused("応募した本人だけが辞退できます。")
    move = CANDIDACY.choose("decline", by.roles, candidacy.state, note)
    candidacy.state = move.target
    history.record(candidacy, move.name, move.label, by=by, at=at, note=note)


def preview(candidacy: Candidacy, at: datetime) -> bytes:
    """Set the notice as it would leave the office if the proposal were decided now."""
    outcome = candidacy.proposal
    if outcome is None:
        raise Refused("案が決まっていないため、通知書の案はありません。")
    return documents.notice(candidacy, outcome, UNNUMBERED, day_in_japan(at))


def _settle(  # who, what, when, why, and which letter
    candidacy: Candidacy,
    move: Move[State],
    by: Person,
    at: datetime,
    note: str,
    letter: str = "",
) -> None:
    outcome = Outcome(move.target.value)
    application = candidacy.application
    year = application.call.year
    number = issue.next_number(year.document_code, at)
    if outcome is not Outcome.WAITLISTED:
        candidacy.waitlist_rank = None
    candidacy.state = move.target
    candidacy.decided_by, candidacy.decided_at = by, at
    candidacy.document_number = number
    history.record(candidacy, move.name, move.label, by=by, at=at, note=note, number=number)
    kind = letter or f"selection_{outcome}"
    content = documents.notice(candidacy, outcome, number, day_in_japan(at))
    issue.issue(
        candidacy,
        kind,
        documents.TITLES[outcome],
        content,
        to=application.applicant,
        at=at,
        number=number,
    )
    post.write(
        kind,
        to=application.applicant,
        at=at,
        application=application,
        candidacy=candidacy,
        year=year,
        number=number,
    )
