"""What the calendar does about requests for correction: remind before the date, close after it.

Each letter is written once: the row says so, in the transaction that writes the letter.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.rules import (
    LAPSE,
    REMIND_BEFORE,
    SENT,
    State,
    in_time,
    in_words,
    reminds,
)
from otameshi.applications.models import Application
from otameshi.core.clock import day_in_japan
from otameshi.db import db, locked
from otameshi.documents import post

Round = Callable[[int, datetime], None]


def due(at: datetime) -> list[tuple[Round, int]]:
    """Return what is to be done now; each is taken in a transaction of its own."""
    last = day_in_japan(at) + REMIND_BEFORE
    waiting = db.session.scalars(
        select(CorrectionRequest)
        .where(CorrectionRequest.state.in_(SENT), CorrectionRequest.due_on <= last)
        .order_by(CorrectionRequest.id)
    ).all()
    late = [(lapse, one.id) for one in waiting if not in_time(one.due_on, at)]
    soon = [(remind, one.id) for one in waiting if _wants_reminding(one, at)]
    return [*late, *soon]


def _wants_reminding(one: CorrectionRequest, at: datetime) -> bool:
    return one.state in SENT and one.reminded_at is None and reminds(one.asked_at, one.due_on, at)


def remind(request_id: int, at: datetime) -> None:
    """Write the applicant once, some days before the date."""
    one = _held(request_id)
    if _wants_reminding(one, at):
        one.reminded_at = at
        _write("correction_reminder", one, at)


def lapse(request_id: int, at: datetime) -> None:
    """Close the sections again after the date, and tell both sides, once."""
    one = _held(request_id)
    if one.state not in SENT or in_time(one.due_on, at):
        return
    one.state, one.lapsed_at = State.LAPSED, at
    act, label = LAPSE
    label = f"補正依頼（{one.round}回目）の{label}"
    history.record(one.application, f"{act}_correction", label, by=None, at=at)
    _write("correction_lapsed", one, at)
    office = one.application.call.year.email
    _write("correction_lapsed_office", one, at, office)


def _held(request_id: int) -> CorrectionRequest:
    application_id = db.session.scalars(
        select(CorrectionRequest.application_id).where(CorrectionRequest.id == request_id)
    ).one()
    locked(Application, application_id)
    return locked(CorrectionRequest, request_id)


def _write(kind: str, one: CorrectionRequest, at: datetime, to: str | None = None) -> None:
    application = one.application
    due_on = in_words(one.due_on)
    addressee = to or application.applicant
    post.write(kind, addressee, at, application=application, request=one, due=due_on)
