"""What each 組 said in every wave, and where it stands: a page of groups in a few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, select
from sqlalchemy.orm import contains_eager

from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.followup.asking.reading import on_day
from otameshi.followup.courses.rules import Course, Standing, course
from otameshi.followup.models import Invitation, Outcome, Reply, Wave
from otameshi.followup.rules import Answer
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

# The last time at which a 組 kept a base, and the last at which it did not; none for unasked ones.
LAST = (
    select(
        Outcome.participation_id,
        func.max(case((Outcome.answer == Answer.STAYED, Wave.months))).label("kept"),
        func.max(case((Outcome.answer == Answer.LEFT, Wave.months))).label("left"),
    )
    .join(Wave, Wave.id == Outcome.wave_id)
    .group_by(Outcome.participation_id)
    .subquery()
)
GONE = func.coalesce(LAST.c.left, -1) > func.coalesce(LAST.c.kept, -1)
# As `courses.rules` reads the answers of one 組.
STANDINGS: dict[Standing, ColumnElement[bool]] = {
    Standing.KEEPING: LAST.c.kept.is_not(None) & ~GONE,
    Standing.LEFT: GONE,
    Standing.UNHEARD: (
        LAST.c.participation_id.is_not(None) & LAST.c.kept.is_(None) & LAST.c.left.is_(None)
    ),
    Standing.UNASKED: LAST.c.participation_id.is_(None),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a 組 said in one wave, on which day, and one of its invitations."""

    wave_id: int
    months: int
    answer: Answer
    invitation_id: int | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A 組 with its answers, by the months after its stay; of two waves at once the later one."""

    group: Participation
    said: tuple[Said, ...]

    @property
    def course(self) -> Course:
        return course((one.months, one.answer) for one in self.said)

    @property
    def at(self) -> dict[int, Said]:
        return {one.months: one for one in self.said}

    @property
    def last_known(self) -> Said | None:
        """Return the answer that tells where the 組 stands: the last that it keeps or left."""
        telling = Answer.LEFT if self.course.standing is Standing.LEFT else Answer.STAYED
        return next((one for one in reversed(self.said) if one.answer is telling), None)


def visible_to(person: Person) -> Select[Participation]:
    """Select the groups that took part, the newest 年度 first, for the office; for others none."""
    query = (
        select(Participation)
        .join(Participation.year)
        .outerjoin(LAST, LAST.c.participation_id == Participation.id)
        .where(Participation.state.in_(TOOK_PART))
        .options(contains_eager(Participation.year))
        .order_by(ProgrammeYear.fiscal_year.desc(), Participation.id)
    )
    return query if person.roles & OFFICE else query.where(false())


def rows(groups: Sequence[Participation]) -> list[Row]:
    """Lay beside each group what it said, oldest first."""
    found: dict[int, list[Said]] = {one.id: [] for one in groups}
    for group_id, said in _said(list(found)):
        found[group_id].append(said)
    return [Row(one, tuple(found[one.id])) for one in groups]


def _said(ids: Sequence[int]) -> list[tuple[int, Said]]:
    days = _days(ids)
    query = (
        select(Outcome.participation_id, Wave.id, Wave.months, Outcome.answer)
        .join(Wave, Wave.id == Outcome.wave_id)
        .where(Outcome.participation_id.in_(ids))
        .order_by(Wave.months, Wave.id)
    )
    return [
        (group_id, Said(wave_id, months, answer, *days.get((group_id, wave_id), (None, None))))
        for group_id, wave_id, months, answer in db.session.execute(query)
    ]


def _days(ids: Sequence[int]) -> dict[tuple[int, int], tuple[Any, Any]]:
    """Return the first invitation of each group in each wave, and the day of its last reply."""
    query = (
        select(
            Invitation.participation_id,
            Invitation.wave_id,
            func.min(Invitation.id),
            func.max(func.coalesce(Reply.given_on, on_day(Reply.answered_at))),
        )
        .outerjoin(Reply, Reply.invitation_id == Invitation.id)
        .where(Invitation.participation_id.in_(ids))
        .group_by(Invitation.participation_id, Invitation.wave_id)
    )
    return {
        (group_id, wave_id): (key, on) for group_id, wave_id, key, on in db.session.execute(query)
    }
