"""The versions of a year's rubric: the first is kept with the first score."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select

from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme.models import Criterion, ProgrammeYear
from otameshi.programme.rubric_models import RubricVersion


def begin(year: ProgrammeYear, at: datetime) -> None:
    """Keep the rubric as its first version: the first score is being given by it."""
    if year.rubrics:
        return
    year = locked(ProgrammeYear, year.id)
    if not latest(year):
        _keep(year, 1, "", None, at)


def issue(year: ProgrammeYear, reason: str, by: Person, at: datetime) -> RubricVersion:
    """Keep the rubric as it stands now as the next version."""
    return _keep(year, latest(year) + 1, reason, by, at)


def latest(year: ProgrammeYear) -> int:
    """Return the number of the version in force; 0 while nobody has scored."""
    numbers = select(func.max(RubricVersion.number)).where(RubricVersion.year_id == year.id)
    return db.session.scalar(numbers) or 0


def _keep(
    year: ProgrammeYear, number: int, reason: str, by: Person | None, at: datetime
) -> RubricVersion:
    db.session.flush()
    standing = db.session.scalars(
        select(Criterion)
        .where(Criterion.year_id == year.id, Criterion.retired_in.is_(None))
        .order_by(Criterion.position)
    )
    content = [{"key": one.id, **asdict(one.fact)} for one in standing]
    version = RubricVersion(
        year_id=year.id, number=number, content=content, reason=reason, person=by, at=at
    )
    db.session.add(version)
    db.session.flush()
    db.session.expire(year, ["criteria", "rubrics"])
    return version
