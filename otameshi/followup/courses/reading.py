"""The courses of all 組, counted in the database by what they are told apart by."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Case, Label, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import aliased

from otameshi.applications.models import Application
from otameshi.db import db
from otameshi.followup.courses import dimensions
from otameshi.followup.courses.difference import Share
from otameshi.followup.courses.dimensions import Dimension
from otameshi.followup.courses.rules import Course, course
from otameshi.followup.models import Outcome, Wave
from otameshi.followup.rules import Answer
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.outreach.rules import GatheringKind
from otameshi.outreach.visits.reading import attended, ticked_years
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.programme.models import Host, Municipality, Office, ProgrammeYear
from otameshi.selection.models import Candidacy

First = aliased(Participant)  # the representative
Years = Sequence[int]
ATTENDED = attended()
TIMES = func.coalesce(ATTENDED.c.gatherings, 0)
TICKED = ticked_years().subquery()
# Whether anybody said who came to the 交流会 of the year; where nobody did, 0 would be a lie.
RECORDED = Participation.year_id.in_(
    select(TICKED.c.year_id).where(TICKED.c.kind != GatheringKind.SESSION)
)
UNRECORDED = -1
EXPRESSIONS: dict[Dimension, Any] = {
    Dimension.ALL: None,
    Dimension.YEAR: ProgrammeYear.fiscal_year,
    Dimension.KIND: Application.kind,
    Dimension.SIDE: func.coalesce(First.prefecture, ""),
    Dimension.REGION: func.coalesce(First.prefecture, ""),
    Dimension.TOWN: func.coalesce(Municipality.name, ""),
    Dimension.OFFICE: func.coalesce(Office.name, ""),
    Dimension.SUBSIDISED: func.coalesce(and_(Grant.state.in_(IN_FORCE), Grant.amount > 0), False),
    Dimension.GATHERINGS: case((RECORDED, TIMES), else_=UNRECORDED),
    Dimension.HOUSING: Application.housing_help,
}
JOINED: dict[Dimension, tuple[Any, ...]] = {
    Dimension.YEAR: (ProgrammeYear,),
    Dimension.KIND: (Candidacy, Application),
    Dimension.HOUSING: (Candidacy, Application),
    Dimension.SIDE: (First,),
    Dimension.REGION: (First,),
    Dimension.TOWN: (Host, Municipality),
    Dimension.OFFICE: (Office,),
    Dimension.SUBSIDISED: (Grant,),
    Dimension.GATHERINGS: (ATTENDED,),
}
ON: dict[Any, Any] = {
    ProgrammeYear: ProgrammeYear.id == Participation.year_id,
    Candidacy: Candidacy.id == Participation.candidacy_id,
    Application: Application.id == Candidacy.application_id,
    First: and_(First.participation_id == Participation.id, First.position == 1),
    Host: Host.id == Participation.host_id,
    Municipality: Municipality.id == Host.municipality_id,
    Office: Office.id == Participation.office_id,
    Grant: Grant.participation_id == Participation.id,
    ATTENDED: ATTENDED.c.participation_id == Participation.id,
}
# 47 都道府県 beside the few values of the others: together they would be thousands of groups.
APART = (
    (Dimension.REGION,),
    tuple(one for one in dimensions.COMPARED if one not in {Dimension.SIDE, Dimension.REGION}),
)
NOBODY = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Courses:
    """組 by the name they are counted under and by their course; when anybody was asked."""

    of: Mapping[str, Mapping[Course, int]]
    months: tuple[int, ...]

    @property
    def whole(self) -> Mapping[Course, int]:
        return sum((Counter(one) for one in self.of.values()), Counter[Course]())


def courses(by: Dimension, years: Years = ()) -> Courses:
    """Count the courses of the 組 of these 年度 (all without any), in two statements."""
    places = _places(years)
    said = _said(places)
    own = _own([by])
    rows = db.session.execute(
        _groups(select(*own, said.c.stayed, said.c.went, func.count()), (by,), years)
        .outerjoin(said, said.c.participation_id == Participation.id)
        .group_by(*(one.name for one in own), said.c.stayed, said.c.went)
        .order_by(*(one.name for one in own))
    )
    read = cache(lambda stayed, went: _course(places, stayed, went))
    counted: dict[str, Counter[Course]] = {}
    for *value, stayed, went, groups in rows:
        name = dimensions.NAMES[by](value[0] if value else None)
        counted.setdefault(name, Counter())[read(stayed, went)] += groups
    sizes = {name: one.total() for name, one in counted.items()}
    names = dimensions.ordered(by, sizes)
    return Courses({name: counted[name] for name in names}, tuple(sorted({at for at, _ in places})))


def _own(by: Sequence[Dimension]) -> list[Label[Any]]:
    """Return the columns of dimensions, named so that a query can group by the names alone."""
    return [EXPRESSIONS[one].label(f"by_{one.value}") for one in by if EXPRESSIONS[one] is not None]


Places = list[tuple[int, list[int]]]


def _places(years: Years) -> Places:
    """Return the waves that asked somebody, in places along the months after the stay.

    A 年度 has no more than one wave in a place: each answer of a 組 has its own.
    """
    query = (
        select(Wave.months, Wave.year_id, Wave.id)
        .join(ProgrammeYear, ProgrammeYear.id == Wave.year_id)
        .where(select(Outcome.id).where(Outcome.wave_id == Wave.id).exists())
        .order_by(Wave.months, Wave.id)
    )
    found: dict[tuple[int, int], list[int]] = {}
    before: Counter[tuple[int, int]] = Counter()
    for months, year_id, wave_id in db.session.execute(_of(query, years)):
        before[months, year_id] += 1
        found.setdefault((months, before[months, year_id]), []).append(wave_id)
    return [(months, ids) for (months, _), ids in sorted(found.items())]


def _said(places: Places) -> Subquery:
    """Select for each 組 that was asked in which places it kept a base, and in which not.

    A place is a bit, so that 組 with the same answers count together.
    """
    bits = [(Outcome.wave_id.in_(ids), 1 << place) for place, (_, ids) in enumerate(places)]
    bit: Case[int] | int = case(*bits, else_=0) if bits else 0
    return (
        select(
            Outcome.participation_id,
            func.sum(case((Outcome.answer == Answer.STAYED, bit), else_=0)).label("stayed"),
            func.sum(case((Outcome.answer == Answer.LEFT, bit), else_=0)).label("went"),
        )
        .group_by(Outcome.participation_id)
        .subquery()
    )


def _course(places: Places, stayed: int | None, went: int | None) -> Course:
    if stayed is None or went is None:
        return course([])
    said = [
        (months, Answer.STAYED if stayed >> place & 1 else Answer.LEFT)
        for place, (months, _) in enumerate(places)
        if (stayed | went) >> place & 1
    ]
    return course(said or [(0, Answer.SILENT)])


def _of(query: Select[*tuple[Any, ...]], years: Years) -> Select[*tuple[Any, ...]]:
    return query.where(ProgrammeYear.fiscal_year.in_(years)) if years else query


def _groups(
    query: Select[*tuple[Any, ...]], by: Sequence[Dimension], years: Years
) -> Select[*tuple[Any, ...]]:
    """Select from the 組 that took part, joined with what these dimensions ask for."""
    query = query.select_from(Participation)
    limits = (ProgrammeYear,) if years else ()
    for table in dict.fromkeys((*limits, *(table for one in by for table in JOINED.get(one, ())))):
        query = query.outerjoin(table, ON[table])
    return _of(query.where(Participation.state.in_(TOOK_PART)), years)


def shares(months: int, years: Years = ()) -> dict[Dimension, dict[str, Share]]:
    """Return for each compared attribute what was said so many months after the stay.

    Counted are the 年度 that asked at that time; of two waves at once the later one counts.
    """
    waves = dict(
        db.session.execute(
            _of(
                select(Wave.year_id, func.max(Wave.id))
                .join(ProgrammeYear, ProgrammeYear.id == Wave.year_id)
                .where(
                    Wave.months == months,
                    select(Outcome.id).where(Outcome.wave_id == Wave.id).exists(),
                )
                .group_by(Wave.year_id),
                years,
            )
        ).all()
    )
    found: dict[Dimension, dict[str, Share]] = {one: {} for one in dimensions.COMPARED}
    for by in APART if waves else ():
        for *values, answer, groups in db.session.execute(_answers(by, waves, years)):
            share = _share(answer, groups)
            for one, value in _told_by(by, values):
                name = dimensions.NAMES[one](value)
                found[one][name] = found[one].get(name, NOBODY) + share
    return {
        one: {name: named[name] for name in dimensions.ordered(one, dict.fromkeys(named, 0))}
        for one, named in found.items()
    }


def _answers(
    by: Sequence[Dimension], waves: Mapping[int, int], years: Years
) -> Select[*tuple[Any, ...]]:
    """Count what was said in the one wave of each year, by some dimensions together."""
    own = _own(by)
    said = and_(
        Outcome.participation_id == Participation.id,
        Outcome.wave_id == case(waves, value=Participation.year_id),
    )
    return (
        _groups(select(*own, Outcome.answer, func.count().label("groups")), by, years)
        .outerjoin(Outcome, said)
        .where(Participation.year_id.in_(list(waves)))
        .group_by(*(one.name for one in own), Outcome.answer)
    )


def _told_by(by: Sequence[Dimension], values: Sequence[Any]) -> Iterator[tuple[Dimension, Any]]:
    for one, value in zip(by, values, strict=True):
        yield one, value
        if one is Dimension.REGION:
            yield Dimension.SIDE, value


def _share(answer: Answer | None, groups: int) -> Share:
    if answer is Answer.STAYED:
        return Share(groups, 0)
    return Share(0, groups) if answer is Answer.LEFT else Share(0, 0, groups)


def asked_months() -> list[int]:
    """Return at which times after the stay anybody was asked."""
    asked = select(Outcome.id).where(Outcome.wave_id == Wave.id).exists()
    return list(
        db.session.scalars(select(Wave.months).where(asked).distinct().order_by(Wave.months))
    )


def known_years() -> list[int]:
    return list(
        db.session.scalars(
            select(ProgrammeYear.fiscal_year)
            .where(
                select(Participation.id)
                .where(
                    Participation.year_id == ProgrammeYear.id, Participation.state.in_(TOOK_PART)
                )
                .exists()
            )
            .order_by(ProgrammeYear.fiscal_year)
        )
    )
