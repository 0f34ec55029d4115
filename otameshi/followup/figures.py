"""The counts over waves and years: each a fixed number of statements, whatever the rows."""

from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from otameshi.db import db
from otameshi.followup.models import Outcome, Wave
from otameshi.followup.rules import Answer, Tally
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART

COUNTS = (
    func.count(Participation.id),
    func.count(Outcome.id),
    *(
        func.count(case((Outcome.answer == answer, 1)))
        for answer in (Answer.STAYED, Answer.LEFT, Answer.REFUSED, Answer.UNDECIDED)
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
