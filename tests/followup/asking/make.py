"""A wave that asks by itself, and the calendar that carries it out."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from otameshi.core.clock import japan
from otameshi.db import db
from otameshi.documents.post import Fate, Letter
from otameshi.followup.asking import due
from otameshi.followup.asking.models import SurveyTask
from otameshi.followup.asking.rules import REMINDED_AFTER
from otameshi.followup.models import Invitation, Wave
from otameshi.followup.rules import Addressee
from tests.followup.make import wave

MORNING = 9  # o'clock


def morning(day: date) -> datetime:
    return japan(day.year, day.month, day.day, MORNING, 30)


def by_itself(
    *,
    addressee: Addressee = Addressee.GROUP,
    open_days: int = 30,
    reminder_days: tuple[int, ...] = REMINDED_AFTER,
    **facts: Any,
) -> Wave:
    """Make a wave that asks by itself; unless days are given, from each group's last day."""
    standard = {"name": "6か月後", "months": 6, "asked_on": None, "closes_on": None}
    made = wave(**{**standard, "decisive": False, **facts})
    made.by_itself, made.addressee = True, addressee
    made.open_days, made.reminder_days = open_days, list(reminder_days)
    db.session.commit()
    return made


def work(at: datetime) -> int:
    """Do what the worker does when it looks at the calendar."""
    db.session.commit()
    waiting = due.due(at)
    db.session.rollback()
    for task, key in waiting:
        task(key, at)
        db.session.commit()
    return len(waiting)


def live(first: date, last: date) -> None:
    """Let the worker look once every morning."""
    for number in range((last - first).days + 1):
        work(morning(first + timedelta(days=number)))


def letters(kind: str = "") -> list[Letter]:
    query = select(Letter).where(Letter.kind.startswith(kind or "followup_"))
    return list(db.session.scalars(query.order_by(Letter.id)))


def tasks() -> list[SurveyTask]:
    return list(db.session.scalars(select(SurveyTask).order_by(SurveyTask.id)))


def invitations() -> list[Invitation]:
    return list(db.session.scalars(select(Invitation).order_by(Invitation.id)))


def token(letter: Letter) -> str:
    return letter.body.partition("/survey/")[2].split()[0]


def failing(letter: Letter) -> None:
    letter.fate, letter.fault = Fate.FAILED, "550 no such user"
    db.session.commit()
