"""What comes soon, and how the year stands: days, budget, surveys, letters that failed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from otameshi.claims.budget import reading as budgets
from otameshi.claims.budget.reading import YearBudget
from otameshi.core.clock import day_in_japan
from otameshi.core.period import fiscal_year
from otameshi.db import db
from otameshi.documents.post import Fate, Letter
from otameshi.followup.asking.reading import Progress, progress
from otameshi.followup.models import Invitation, Wave
from otameshi.programme.models import Call, ProgrammeYear

AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Deadline:
    on: date
    label: str
    subject: ProgrammeYear | Call | Wave
    at: datetime | None = None


def budget(at: datetime) -> YearBudget | None:
    """Return how the current year's budget stands; before the first year there is none."""
    year = db.session.scalar(
        select(ProgrammeYear)
        .where(ProgrammeYear.fiscal_year <= fiscal_year(day_in_japan(at)))
        .order_by(ProgrammeYear.fiscal_year.desc())
        .limit(1)
    )
    return None if year is None else budgets.of_year(year)


def deadlines(at: datetime) -> list[Deadline]:
    """Return what ends within the next 14 days, the nearest first."""
    today = day_in_japan(at)
    return sorted(_deadlines(at, today, today + AHEAD), key=lambda one: one.on)


def _deadlines(at: datetime, today: date, last: date) -> Iterator[Deadline]:
    for call in db.session.scalars(
        select(Call).where(Call.closes_at > at, Call.closes_at <= at + AHEAD)
    ):
        label = f"{call.title}の締切"
        yield Deadline(day_in_japan(call.closes_at), label, call, call.closes_at)
    for year in db.session.scalars(
        select(ProgrammeYear).where(
            ProgrammeYear.trial_last.between(today, last)
            | ProgrammeYear.paid_by.between(today, last)
        )
    ):
        for on, label in (
            (year.trial_last, "おためし期間の終わり"),
            (year.paid_by, "経費の支払期限"),
        ):
            if today <= on <= last:
                yield Deadline(on, label, year)
    for wave in db.session.scalars(select(Wave).where(Wave.closes_on.between(today, last))):
        yield Deadline(wave.closes_on or last, f"追跡調査「{wave.name}」の回答期限", wave)


def running_waves(at: datetime) -> list[tuple[Wave, Progress]]:
    """Return the waves in which somebody may answer today, with how many have."""
    today = day_in_japan(at)
    asked = exists().where(
        Invitation.wave_id == Wave.id, Invitation.opens_on <= today, Invitation.closes_on >= today
    )
    own_days = and_(Wave.asked_on <= today, Wave.closes_on >= today)
    waves = db.session.scalars(
        select(Wave)
        .where(or_(own_days, asked))
        .options(joinedload(Wave.year))
        .order_by(Wave.year_id, Wave.months, Wave.id)
    ).all()
    found = progress(waves)
    return [(wave, found.get(wave.id, Progress())) for wave in waves]


def failed_letters() -> int:
    query = select(func.count()).select_from(Letter).where(Letter.fate == Fate.FAILED)
    return db.session.scalar(query) or 0
