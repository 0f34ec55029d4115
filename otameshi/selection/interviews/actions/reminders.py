"""What the calendar does: ask once more for a choice, and remind before the interview."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db, locked
from otameshi.selection.interviews.actions import telling
from otameshi.selection.interviews.models import Interview
from otameshi.selection.interviews.rules import State, chases, reminds
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import PROPOSED, REVIEWING

Round = Callable[[int, datetime], None]


def due(at: datetime) -> list[tuple[Round, int]]:
    """Return what is to be done now; each is taken in a transaction of its own."""
    waiting = db.session.scalars(
        select(Interview)
        .join(Interview.candidacy)
        .join(Candidacy.application)
        .where(
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.state.in_(REVIEWING | PROPOSED),
            Interview.state.in_({State.INVITED, State.BOOKED}),
            Interview.chased_at.is_(None) | (Interview.state == State.BOOKED),
            Interview.reminded_at.is_(None),
        )
        .options(joinedload(Interview.round), joinedload(Interview.slot))
        .order_by(Interview.id)
    ).all()
    soon = [(remind, one.id) for one in waiting if _to_remind(one, at)]
    late = [(chase, one.id) for one in waiting if _to_chase(one, at)]
    return [*soon, *late]


def _to_remind(one: Interview, at: datetime) -> bool:
    return one.reminded_at is None and reminds(one.fact, one.round.terms, at)


def _to_chase(one: Interview, at: datetime) -> bool:
    return one.chased_at is None and chases(one.fact, one.round.terms, at)


def remind(interview_id: int, at: datetime) -> None:
    """Write the candidate once, some days before the interview."""
    one = locked(Interview, interview_id)
    if _to_remind(one, at):
        one.reminded_at = at
        telling.to_candidate("interview_reminder", one, at)


def chase(interview_id: int, at: datetime) -> None:
    """Write the candidate once, some days before the last day to choose."""
    one = locked(Interview, interview_id)
    if _to_chase(one, at):
        one.chased_at = at
        telling.to_candidate("interview_chased", one, at)
