"""Where a wave stands: who was asked, heard, silent, out of reach; and day by day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Case, ColumnElement, Date, Select, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.functions import FunctionElement

from otameshi.core.charts import About, Figure, Point, Series, lines
from otameshi.core.clock import day_in_japan
from otameshi.core.period import Period
from otameshi.db import db
from otameshi.documents.post import Fate, Letter
from otameshi.followup.asking import rules
from otameshi.followup.asking.rules import AskedFact, Standing, planned
from otameshi.followup.contacts.reading import FOR_ADDRESSES
from otameshi.followup.models import Invitation, Reply, Wave
from otameshi.participation.models import Participation


def fact_of(one: Invitation) -> AskedFact:
    return AskedFact(
        opens_on=one.opens_on,
        closes_on=one.closes_on,
        last_letter_on=day_in_japan(one.sent_at) if one.sent_at else None,
        reminders=one.reminders,
        answered=one.answered_at is not None,
        refused=one.refused_at is not None,
        revoked=one.revoked_at is not None,
        undeliverable=one.letter is not None and one.letter.fate is Fate.FAILED,
    )


def standing_of(one: Invitation) -> Standing:
    return rules.standing(fact_of(one))


def heard() -> ColumnElement[bool]:
    """Say, in a query, who answered or said that they will not."""
    return or_(Invitation.answered_at.is_not(None), Invitation.refused_at.is_not(None))


def standing() -> Case[Any]:
    """Say, in a query beside the last letter, what `rules.standing` says of a row."""
    return case(
        (Invitation.answered_at.is_not(None), Standing.ANSWERED.value),
        (Invitation.refused_at.is_not(None), Standing.REFUSED.value),
        (
            or_(Invitation.sent_at.is_(None), Letter.fate == Fate.FAILED),
            Standing.UNDELIVERABLE.value,
        ),
        else_=Standing.SILENT.value,
    )


class on_day(FunctionElement[date]):  # noqa: N801  # reads as a function
    """The day in Japan of a moment in the database."""

    type = Date()
    inherit_cache = True


@compiles(on_day, "sqlite")
def _sqlite_day(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '+9 hours')"


@compiles(on_day, "postgresql")
def _postgresql_day(element: Any, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} AT TIME ZONE 'Asia/Tokyo')::date"


@dataclass(frozen=True, slots=True)
class Day:
    """So many were asked, and so many answered for the first time, on one day and until then."""

    on: date
    asked: int
    answered: int
    asked_until: int
    answered_until: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Who was asked in a wave, by where they stand: groups, or people where each is asked."""

    counts: dict[Standing, int] = field(default_factory=dict)
    days: tuple[Day, ...] = ()

    def count(self, one: Standing) -> int:
        return self.counts.get(one, 0)

    @property
    def asked(self) -> int:
        return sum(self.counts.values())

    @property
    def answered(self) -> int:
        return self.count(Standing.ANSWERED)

    @property
    def rate(self) -> Fraction | None:
        """Return the response rate: of all who were asked, also those whom no mail reached."""
        return Fraction(self.answered, self.asked) if self.asked else None


def progress(waves: Sequence[Wave]) -> dict[int, Progress]:
    """Return how waves stand now, in one statement; a wave that asked nobody is left out."""
    found = standing()
    rows = db.session.execute(
        select(Invitation.wave_id, found, func.count())
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .where(Invitation.wave_id.in_([one.id for one in waves]))
        .group_by(Invitation.wave_id, found)
    )
    counts: dict[int, dict[Standing, int]] = {}
    for wave_id, which, count in rows:
        counts.setdefault(wave_id, {})[Standing(which)] = count
    return {wave_id: Progress(one) for wave_id, one in counts.items()}


def by_day(wave: Wave) -> tuple[Day, ...]:
    """Return on which days groups were asked and first answered, summed up in the database."""
    opened = _count(select(Invitation.opens_on, func.count()), wave, Invitation.opens_on)
    first = (
        select(func.min(Reply.answered_at).label("at"))
        .join(Reply.invitation)
        .where(Invitation.wave_id == wave.id)
        .group_by(Invitation.id)
        .subquery()
    )
    day = on_day(first.c.at)
    answered = dict(db.session.execute(select(day, func.count()).group_by(day)).all())
    days, asked_until, answered_until = [], 0, 0
    for on in sorted({*opened, *answered}):
        asked_until += opened.get(on, 0)
        answered_until += answered.get(on, 0)
        days.append(Day(on, opened.get(on, 0), answered.get(on, 0), asked_until, answered_until))
    return tuple(days)


def drawn(days: Sequence[Day], unit: str) -> Figure:
    """Draw how many were asked and how many had answered, day after day."""
    named = {"依頼の累計": "asked_until", "回答の累計": "answered_until"}
    series = [
        Series(
            name,
            tuple(
                Point(
                    f"{one.on.month}/{one.on.day}",
                    getattr(one, which),
                    at=(one.on - days[0].on).days,
                )
                for one in days
            ),
        )
        for name, which in named.items()
    ]
    return lines(About("days", "依頼と回答の累計", unit, head="日"), series)


def _count(query: Any, wave: Wave, by: Any) -> dict[date, int]:
    rows = db.session.execute(query.where(Invitation.wave_id == wave.id).group_by(by))
    return {on: count for on, count in rows}  # noqa: C416  # rows are no pairs to a type checker


def asked_in(wave: Wave, which: Standing | None = None) -> Select[Invitation]:
    """Select who was asked in a wave, perhaps of one standing alone."""
    query = (
        select(Invitation)
        .outerjoin(Letter, Letter.id == Invitation.letter_id)
        .where(Invitation.wave_id == wave.id)
        .order_by(Invitation.id)
        .options(
            joinedload(Invitation.letter),
            joinedload(Invitation.participant),
            joinedload(Invitation.participation).options(*FOR_ADDRESSES),
        )
    )
    return query if which is None else query.where(standing() == which.value)


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """When one group is asked: as planned, or as it was done."""

    group: Participation
    days: Period
    asked: bool


def planned_days(wave: Wave, groups: Sequence[Participation]) -> list[PlannedGroup]:
    """Return when groups are asked, or were, in one read."""
    ids = [one.id for one in groups]
    rows = db.session.execute(
        select(
            Invitation.participation_id,
            func.min(Invitation.opens_on),
            func.max(Invitation.closes_on),
        )
        .where(Invitation.wave_id == wave.id, Invitation.participation_id.in_(ids))
        .group_by(Invitation.participation_id)
    )
    done = {key: Period(first, last) for key, first, last in rows}
    return [
        PlannedGroup(one, done.get(one.id) or planned(wave.plan, one.last_day), one.id in done)
        for one in groups
    ]
