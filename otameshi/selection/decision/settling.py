"""One decision written down: its state, its number, its row, and the notice that it makes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from otameshi import history
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.states import Move, Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, paper
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.decision import notices
from otameshi.selection.decision.models import Decision
from otameshi.selection.decision.rules import UNSENT, Notice, Way, must_not_be_held
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import Outcome, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is decided beside the move: how it came to it, and why."""

    way: Way = Way.DECIDED
    note: str = ""  # for the office
    reason: str = ""  # for the applicant
    waitlist_rank: int | None = None
    proposed_by: Person | None = None


def undisturbed(candidacy: Candidacy, version: int | None = None) -> Candidacy:
    """Lock a candidate for a decision, call first; refuse when the application was withdrawn.

    The application is locked, too: its applicant may be withdrawing it at this moment.
    """
    locked(Call, candidacy.application.call_id)
    found = locked(Candidacy, candidacy.id)
    unchanged(found, version)
    if locked(Application, found.application_id).state is ApplicationState.WITHDRAWN:
        raise Refused("この応募は取り下げられたため、選考の手続きはできません。")
    return found


def settle(
    candidacy: Candidacy, move: Move[State], ruling: Ruling, by: Person, at: datetime
) -> Decision:
    """Write a decision down. A letter or paper that cannot be made lets nothing be decided."""
    outcome = Outcome(move.target.value)
    drop_unsent(candidacy, by, at)
    number = issue.next_number(candidacy.application.call.year.document_code, at)
    candidacy.waitlist_rank = ruling.waitlist_rank if outcome is Outcome.WAITLISTED else None
    candidacy.state = move.target
    candidacy.decided_by, candidacy.decided_at = by, at
    candidacy.document_number = number
    history.record(candidacy, move.name, move.label, by=by, at=at, note=ruling.note, number=number)
    decision = Decision(
        candidacy=candidacy,
        round=_round(candidacy),
        way=ruling.way,
        outcome=outcome,
        waitlist_rank=candidacy.waitlist_rank,
        note=ruling.note,
        reason=ruling.reason,
        own_reason=bool(ruling.reason),
        proposed_by=ruling.proposed_by or candidacy.proposed_by,
        decided_by=by,
        at=at,
        number=number,
        replaces=_told(candidacy),
        notice=Notice.READY,
        made={},
    )
    db.session.add(decision)
    draft = notices.draft(decision)
    paper.must_print(draft.paper)
    decision.made = draft.made
    return decision


def drop_unsent(candidacy: Candidacy, by: Person, at: datetime) -> None:
    """Let the notice of an earlier decision not be sent any more; refuse while one is held."""
    for one in db.session.scalars(
        select(Decision).where(Decision.candidacy_id == candidacy.id, Decision.notice.in_(UNSENT))
    ):
        must_not_be_held(one.notice)
        one.notice = Notice.DROPPED
        label = "通知を送らないことにする"
        history.record(candidacy, "drop_notice", label, by=by, at=at, number=one.number)


def _round(candidacy: Candidacy) -> int:
    query = select(func.max(Decision.round)).where(Decision.candidacy_id == candidacy.id)
    return (db.session.scalar(query) or 0) + 1


def _told(candidacy: Candidacy) -> Decision | None:
    """Return the decision that the applicant was told last."""
    return db.session.scalar(
        select(Decision)
        .where(Decision.candidacy_id == candidacy.id, Decision.notice == Notice.SENT)
        .order_by(Decision.round.desc())
        .limit(1)
    )
