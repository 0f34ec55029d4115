"""The counts over waves and years: each a fixed number of statements, whatever the rows."""

from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from otameshi.db import db
from otameshi.followup.models import Invitation, Outcome, Wave
from otameshi.followup.rules import Answer, Retention, Tally, YearRetention
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.programme.models import ProgrammeYear

COUNTS = (
    func.count(Participation.id),
    func.count(Outcome.id),
    *(
        func.count(case((Outcome.answer == answer, 1)))
        for answer in (Answer.STAYED, Answer.LEFT, Answer.REFUSED)
    ),
)


def with_answers(query: Select[*tuple[Any, ...]]) -> Any:  # a select of the same columns
    """Lay beside each group what it said in the wave, where it was asked."""
    said = and_(Outcome.wave_id == Wave.id, Outcome.participation_id == Participation.id)
    return query.outerjoin(Outcome, said)


def groups_of(wave: Wave, answer: Answer | None = None) -> Select[Any]:
    """Select the groups that the wave is about, asked or not, perhaps those of one answer only."""
    query: Select[Any] = with_answers(
        select(Participation).join(
            Wave, and_(Wave.year_id == Participation.year_id, Wave.id == wave.id)
        )
    ).where(Participation.state.in_(TOOK_PART))
    if answer is Answer.SILENT:  # also who was never asked
        query = query.where(or_(Outcome.answer == answer, Outcome.id.is_(None)))
    elif answer is not None:
        query = query.where(Outcome.answer == answer)
    return query.order_by(Participation.id)


def tallies() -> dict[int, Tally]:
    """Return how each wave went, by its id; a wave whose year has no groups is left out."""
    query = with_answers(
        select(Wave.id, *COUNTS).join(Participation, Participation.year_id == Wave.year_id)
    ).where(Participation.state.in_(TOOK_PART))
    return {key: Tally(*counts) for key, *counts in db.session.execute(query.group_by(Wave.id))}


def series() -> list[YearRetention]:
    """Return the figures of every 年度 in which groups took part, oldest first."""
    people = _people()
    decisive = and_(Wave.year_id == ProgrammeYear.id, Wave.decisive)
    last = (  # of a wave without days of its own: that of the group which is asked last
        select(func.max(Invitation.closes_on)).where(Invitation.wave_id == Wave.id)
    ).scalar_subquery()
    closes = func.coalesce(Wave.closes_on, last)
    query = with_answers(
        select(ProgrammeYear.fiscal_year, Wave.id, closes, *COUNTS)
        .join(Participation, Participation.year_id == ProgrammeYear.id)
        .outerjoin(Wave, decisive)
    ).where(Participation.state.in_(TOOK_PART))
    grouped = query.group_by(ProgrammeYear.fiscal_year, Wave.id, Wave.closes_on)
    return [
        YearRetention(
            fiscal_year=fiscal_year,
            retention=Tally(*counts).retention,
            people=people.get(fiscal_year, 0),
            wave_id=wave_id,
            closes_on=closes_on,
        )
        for fiscal_year, wave_id, closes_on, *counts in db.session.execute(
            grouped.order_by(ProgrammeYear.fiscal_year)
        )
    ]


def retention_of(year: ProgrammeYear) -> Retention:
    """Count the year's groups by the decisive wave; a group never asked is silent."""
    found = (one.retention for one in series() if one.fiscal_year == year.fiscal_year)
    return next(found, Retention(0, 0, 0))


def _people() -> dict[int, int]:
    """Return how many people (名) took part, by 年度, whether or not they stayed to the end."""
    query = (
        select(ProgrammeYear.fiscal_year, func.count(Participant.id))
        .join(Participation, Participation.year_id == ProgrammeYear.id)
        .join(Participant, Participant.participation_id == Participation.id)
        .where(Participation.state.in_(TOOK_PART))
        .group_by(ProgrammeYear.fiscal_year)
    )
    return dict(db.session.execute(query).all())
