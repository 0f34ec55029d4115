"""The indicator's counts, summed in the database in a fixed number of statements."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, select

from otameshi.db import db
from otameshi.followup.models import Invitation, Outcome, Wave
from otameshi.followup.retention.models import RetentionPlan
from otameshi.followup.retention.rules import Counting, Counts, YearFigure, of_whole
from otameshi.followup.rules import Answer
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_NO_PART, TOOK_PART
from otameshi.programme.models import ProgrammeYear

PEOPLE = {  # 名 by what they said; the others are silent
    Answer.STAYED: Outcome.stayed,
    Answer.LEFT: Outcome.went,
    Answer.REFUSED: Outcome.refused,
    Answer.UNDECIDED: Outcome.undecided,
}
Key = int  # of a year, or of a wave


def _grants_in_force(participation_id: Any) -> Any:
    return and_(
        Grant.participation_id == participation_id, Grant.state.in_(IN_FORCE), Grant.amount > 0
    )


# Put together once: every page of figures asks them. A 組 has one grant at most, so that joining
# it counts nobody twice; and nearly all took part, so that the others are looked for.
WHOLES = (
    select(
        Participation.state,
        Participation.year_id,
        func.count(Participation.id.distinct()),
        func.count(Participant.id),
        func.count(Grant.id.distinct()),
        func.count(case((Grant.id.is_not(None), Participant.id))),
    )
    .outerjoin(Participant, Participant.participation_id == Participation.id)
    .outerjoin(Grant, _grants_in_force(Participation.id))
    .where(Participation.state.in_(TOOK_PART))
    .group_by(Participation.state, Participation.year_id)
)
SAID = (
    select(
        Outcome.wave_id,
        Outcome.answer,
        func.count(),
        *(func.sum(one) for one in PEOPLE.values()),
        func.count(Grant.id),
        *(func.sum(case((Grant.id.is_not(None), one))) for one in PEOPLE.values()),
    )
    .outerjoin(Grant, _grants_in_force(Outcome.participation_id))
    .where(
        Outcome.wave_id.in_(bindparam("waves", expanding=True)),
        Outcome.participation_id.not_in(
            select(Participation.id).where(Participation.state.in_(TOOK_NO_PART))
        ),
    )
    .group_by(Outcome.wave_id, Outcome.answer)
)


@dataclass(slots=True)
class _Sums:
    """組 and 名 by answer, for all and for the subsidised."""

    groups: Counter[Answer]
    people: Counter[Answer]


def years(of: ProgrammeYear | None = None) -> list[YearFigure]:
    """Return the figure of every 年度 in which groups took part, oldest first; or of one alone."""
    wholes = _wholes(of)
    decisive = {one.year_id: one for one in db.session.execute(_decisive(of))}
    said = _said([one.id for one in decisive.values()])
    plans = _countings()
    found = []
    for year_id, fiscal_year in db.session.execute(_fiscal_years(wholes)):
        wave = decisive.get(year_id)
        found.append(
            YearFigure(
                fiscal_year=fiscal_year,
                counts=_counts(wholes[year_id], said.get(wave.id, {}) if wave else {}),
                counting=plans.get(year_id, Counting()),
                wave_id=wave.id if wave else None,
                closes_on=wave.closes_on if wave else None,
            )
        )
    return found


def of_year(year: ProgrammeYear) -> YearFigure | None:
    """Return the figure of one 年度, without reading the others."""
    return next(iter(years(year)), None)


def waves(year: ProgrammeYear) -> list[tuple[Wave, YearFigure]]:
    """Return the figure that each wave of a year would give, in the order of the waves."""
    rows = db.session.scalars(
        select(Wave).where(Wave.year_id == year.id).order_by(Wave.months, Wave.id)
    ).all()
    said = _said([one.id for one in rows])
    counting = _countings().get(year.id, Counting())
    whole = _wholes(year).get(year.id, {})
    return [
        (
            one,
            YearFigure(
                year.fiscal_year,
                _counts(whole, said.get(one.id, {})),
                counting,
                one.id,
                one.closes_on,
            ),
        )
        for one in rows
    ]


def _wholes(year: ProgrammeYear | None = None) -> dict[Key, dict[bool, tuple[int, int]]]:
    """Return 組 and 名 that took part, by year and by whether they were subsidised.

    Grouped by state too, in which an index has them: nothing is sorted, and the sums are few.
    """
    query = WHOLES if year is None else WHOLES.where(Participation.year_id == year.id)
    found: dict[Key, dict[bool, tuple[int, int]]] = {}
    for _, year_id, *sums in db.session.execute(query):
        of = found.setdefault(year_id, {False: (0, 0), True: (0, 0)})
        for paid, (groups, people) in _parted(sums[:2], sums[2:]).items():
            of[paid] = (of[paid][0] + groups, of[paid][1] + people)
    return found


def _said(wave_ids: Sequence[int]) -> dict[Key, dict[bool, _Sums]]:
    """Return what was said, by wave and by whether the group was subsidised."""
    found: dict[Key, dict[bool, _Sums]] = {}
    half = 1 + len(PEOPLE)  # 組, and 名 by what they said
    for wave_id, answer, *sums in db.session.execute(SAID, {"waves": list(wave_ids)}):
        every, subsidised = ([int(one or 0) for one in part] for part in (sums[:half], sums[half:]))
        for paid, (groups, *people) in _parted(every, subsidised).items():
            of = found.setdefault(wave_id, {}).setdefault(paid, _Sums(Counter(), Counter()))
            of.groups[answer] += groups
            for one, number in zip(PEOPLE, people, strict=True):
                of.people[one] += number
    return found


def _parted(every: Sequence[int], subsidised: Sequence[int]) -> dict[bool, tuple[int, ...]]:
    """Tell apart what was summed of all and of the subsidised among them."""
    rest = (whole - part for whole, part in zip(every, subsidised, strict=True))
    return {False: tuple(rest), True: tuple(subsidised)}


def _counts(whole: Mapping[bool, tuple[int, int]], said: Mapping[bool, _Sums]) -> Counts:
    """Put together who took part and who said what; a group never asked is silent."""
    nothing = _Sums(Counter(), Counter())
    found = []
    for paid in ((False, True), (True,)):
        groups, people = (sum(whole.get(one, (0, 0))[n] for one in paid) for n in (0, 1))
        sums = [said.get(one, nothing) for one in paid]
        found += [
            of_whole(groups, _added(one.groups for one in sums)),
            of_whole(people, _added(one.people for one in sums)),
        ]
    return Counts(*found)


def _added(counters: Iterable[Counter[Answer]]) -> Counter[Answer]:
    found: Counter[Answer] = Counter()
    for one in counters:
        found.update(one)
    return found


def _decisive(year: ProgrammeYear | None = None) -> Select[*tuple[Any, ...]]:
    """Select the waves that decide, each with the last day on which it takes answers."""
    last = (  # of a wave without days of its own: that of the group which is asked last
        select(func.max(Invitation.closes_on)).where(Invitation.wave_id == Wave.id)
    ).scalar_subquery()
    closes = func.coalesce(Wave.closes_on, last).label("closes_on")
    query = select(Wave.id, Wave.year_id, closes).where(Wave.decisive)
    return query if year is None else query.where(Wave.year_id == year.id)


def _fiscal_years(known: Iterable[Key]) -> Select[*tuple[Any, ...]]:
    query = select(ProgrammeYear.id, ProgrammeYear.fiscal_year)
    return query.where(ProgrammeYear.id.in_(list(known))).order_by(ProgrammeYear.fiscal_year)


def _countings() -> dict[Key, Counting]:
    return {one.year_id: one.counting for one in db.session.scalars(select(RetentionPlan))}
