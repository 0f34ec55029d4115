"""What the calendar does about surveys: ask, remind, and open what staff are to do by telephone.

Each thing is looked for without a lock, and looked at again under one in a transaction of its
own: two workers at once, or one that was killed, do nothing twice.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select
from sqlalchemy.orm import joinedload

from otameshi.core.clock import day_in_japan, in_japan
from otameshi.db import db, locked
from otameshi.documents.post import Fate, Letter
from otameshi.followup import rules
from otameshi.followup.asking import letters, sending, tasks
from otameshi.followup.asking.models import SurveyTask
from otameshi.followup.asking.reading import fact_of, heard
from otameshi.followup.asking.rules import (
    BUSY,
    Kind,
    State,
    is_business_day,
    may_write,
    reminds_today,
    stays_asked_on,
)
from otameshi.followup.models import Invitation, Wave
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART

Round = Callable[[Any, datetime], None]


def due(at: datetime) -> list[tuple[Round, Any]]:
    """Return what is to be done now; each is taken in a transaction of its own."""
    found: list[tuple[Round, Any]] = [(tasks.settle, key) for key in _settled()]
    found += ((tasks.open_for, key) for key in _to_call(day_in_japan(at)))
    if may_write(in_japan(at)):
        found += ((ask, key) for key in _to_ask(day_in_japan(at)))
        found += ((remind, key) for key in _to_remind(at))
    return found


def _to_ask(today: date) -> Iterator[tuple[int, int]]:
    """Find the groups whose time has come, of all waves at once."""
    waves = db.session.scalars(select(Wave).where(Wave.by_itself))
    times = [time for wave in waves if (time := _time(wave, today)) is not None]
    if not times:
        return
    asked = exists().where(
        Invitation.wave_id == Wave.id, Invitation.participation_id == Participation.id
    )
    rows = db.session.execute(
        select(Wave.id, Participation.id)
        .join(Participation, Participation.year_id == Wave.year_id)
        .where(or_(*times), Participation.state.in_(TOOK_PART), not_(asked))
        .order_by(Wave.id, Participation.id)
    )
    yield from ((wave_id, group_id) for wave_id, group_id in rows)


def _time(wave: Wave, today: date) -> ColumnElement[bool] | None:
    own, mine = wave.plan.own_days, Wave.id == wave.id
    if own is not None:
        return mine if today in own else None
    stays = stays_asked_on(wave.plan, today)
    if stays is None:
        return None
    return and_(mine, Participation.last_day.between(stays.first, stays.last))


def ask(key: tuple[int, int], at: datetime) -> None:
    """Ask one group in one wave, unless somebody has done so meanwhile."""
    wave_id, group_id = key
    wave = locked(Wave, wave_id)
    group = db.session.scalar(sending.unasked(wave).where(Participation.id == group_id))
    if wave.by_itself and group is not None:
        sending.ask(wave, group, None, at)


def _to_remind(at: datetime) -> list[int]:
    today = day_in_japan(at)
    if not is_business_day(today):
        return []
    rows = db.session.scalars(
        select(Invitation)
        .join(Invitation.wave)
        .where(
            Wave.by_itself,
            Invitation.answered_at.is_(None),
            Invitation.refused_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.sent_at.is_not(None),
            Invitation.reminders < rules.REMINDERS,
            Invitation.opens_on <= today,
            Invitation.closes_on > today,
        )
        .order_by(Invitation.id)
        .options(joinedload(Invitation.wave), joinedload(Invitation.letter))
    )
    return [one.id for one in rows if _reminds(one, at)]


def _reminds(one: Invitation, at: datetime) -> bool:
    busy = one.draft_at is not None and at - one.draft_at < BUSY
    due_now = reminds_today(one.wave.reminder_days, fact_of(one), day_in_japan(at))
    return one.wave.by_itself and due_now and not busy


def remind(invitation_id: int, at: datetime) -> None:
    """Remind one who is still silent."""
    invitation = locked(Invitation, invitation_id)
    reached = letters.reached(invitation.participation)
    if _reminds(invitation, at) and reached.of(invitation):
        sending.again(invitation, None, at)


def _to_call(today: date) -> list[int]:
    """Find who is to be called and has no task for it yet."""
    query = (
        select(Invitation.id)
        .join(Invitation.wave)
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .where(
            not_(heard()),
            not_(exists().where(_task(), SurveyTask.state == State.OPEN)),
            or_(_without_address(today), _undelivered(), _silent(today)),
        )
    )
    return list(db.session.scalars(query.order_by(Invitation.id)))


def _task(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(SurveyTask.invitation_id == Invitation.id, *more)


def _without_address(today: date) -> ColumnElement[bool]:
    known = exists().where(_task(SurveyTask.kind == Kind.NO_ADDRESS))
    nothing_sent = and_(Invitation.sent_at.is_(None), Invitation.revoked_at.is_(None))
    return and_(nothing_sent, Invitation.closes_on >= today, not_(known))


def _undelivered() -> ColumnElement[bool]:
    same = SurveyTask.letter == Invitation.letter_id
    known = exists().where(_task(SurveyTask.kind == Kind.UNDELIVERABLE, same))
    return and_(Letter.fate == Fate.FAILED, not_(known))


def _silent(today: date) -> ColumnElement[bool]:
    """Say who let the time pass; of letters sent by hand alone, staff keep account themselves."""
    known = exists().where(_task(SurveyTask.kind == Kind.SILENT))
    arrived = or_(Letter.id.is_(None), Letter.fate != Fate.FAILED)
    asked = and_(Invitation.sent_at.is_not(None), arrived)
    return and_(Wave.by_itself, Invitation.closes_on < today, asked, not_(known))


def _settled() -> list[int]:
    """Find open tasks of who was heard after all."""
    query = select(SurveyTask.id).join(SurveyTask.invitation).where(heard())
    return list(db.session.scalars(query.where(SurveyTask.state == State.OPEN)))
