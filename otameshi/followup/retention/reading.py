"""The indicator's counts, summed in the database in a fixed number of statements."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, exists, func, select

from otameshi.db import db
from otameshi.followup.models import Invitation, Outcome, Wave
from otameshi.followup.retention.models import RetentionPlan
from otameshi.followup.retention.rules import Counting, Counts, YearFigure, of_whole
from otameshi.followup.rules import Answer
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.programme.models import ProgrammeYear

# Whether a group was promised money: 19 took part in R6, of them 16 with a grant.
SUBSIDISED = exists().where(
    Grant.participation_id == Participation.id, Grant.state.in_(IN_FORCE), Grant.amount > 0
)
HEADS = (
    select(func.count(Participant.id))
    .where(Participant.participation_id == Participation.id)
    .correlate(Participation)
    .scalar_subquery()
)
PEOPLE = {  # 名 by what they said; the others are silent
    Answer.STAYED: Outcome.stayed,
    Answer.LEFT: Outcome.went,
    Answer.REFUSED: Outcome.refused,
    Answer.UNDECIDED: Outcome.undecided,
}
Key = int  # of a year, or of a wave


@dataclass(slots=True)
class _Sums:
    """組 and 名 by answer, for all and for the subsidised."""

    groups: Counter[Answer]
    people: Counter[Answer]


def years() -> list[YearFigure]:
    """Return the figure of every 年度 in which groups took part, oldest first."""
    wholes = _wholes()
    decisive = {one.year_id: one for one in db.session.execute(_decisive())}
    said = _said(Wave.decisive)
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
    return next((one for one in years() if one.fiscal_year == year.fiscal_year), None)


def waves(year: ProgrammeYear) -> list[tuple[Wave, YearFigure]]:
    """Return the figure that each wave of a year would give, in the order of the waves."""
    wholes = _wholes(year)
    said = _said(Wave.year_id == year.id)
    counting = _countings().get(year.id, Counting())
    rows = db.session.scalars(
        select(Wave).where(Wave.year_id == year.id).order_by(Wave.months, Wave.id)
    )
    whole = wholes.get(year.id, {})
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
    """Return 組 and 名 that took part, by year and by whether they were subsidised."""
    subsidised = case((SUBSIDISED, 1), else_=0)
    each = select(
        Participation.year_id, subsidised.label("subsidised"), HEADS.label("heads")
    ).where(Participation.state.in_(TOOK_PART))
    if year is not None:
        each = each.where(Participation.year_id == year.id)
    rows = each.subquery()
    query = select(rows.c.year_id, rows.c.subsidised, func.count(), func.sum(rows.c.heads))
    found: dict[Key, dict[bool, tuple[int, int]]] = {}
    for year_id, paid, groups, people in db.session.execute(
        query.group_by(rows.c.year_id, rows.c.subsidised)
    ):
        found.setdefault(year_id, {})[bool(paid)] = (groups, int(people or 0))
    return found


def _said(which: Any) -> dict[Key, dict[bool, _Sums]]:
    """Return what was said, by wave and by whether the group was subsidised."""
    subsidised = case((SUBSIDISED, 1), else_=0).label("subsidised")
    query = (
        select(
            Outcome.wave_id,
            subsidised,
            Outcome.answer,
            func.count(),
            *(func.sum(one) for one in PEOPLE.values()),
        )
        .join(Wave, Wave.id == Outcome.wave_id)
        .join(Participation, Participation.id == Outcome.participation_id)
        .where(which, Participation.state.in_(TOOK_PART))
        .group_by(Outcome.wave_id, subsidised, Outcome.answer)
    )
    found: dict[Key, dict[bool, _Sums]] = {}
    for wave_id, paid, answer, groups, *people in db.session.execute(query):
        sums = found.setdefault(wave_id, {}).setdefault(bool(paid), _Sums(Counter(), Counter()))
        sums.groups[answer] += groups
        for one, number in zip(PEOPLE, people, strict=True):
            sums.people[one] += int(number or 0)
    return found


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


def _decisive() -> Select[*tuple[Any, ...]]:
    """Select the waves that decide, each with the last day on which it takes answers."""
    last = (  # of a wave without days of its own: that of the group which is asked last
        select(func.max(Invitation.closes_on)).where(Invitation.wave_id == Wave.id)
    ).scalar_subquery()
    closes = func.coalesce(Wave.closes_on, last).label("closes_on")
    return select(Wave.id, Wave.year_id, closes).where(Wave.decisive)


def _fiscal_years(known: Iterable[Key]) -> Select[*tuple[Any, ...]]:
    query = select(ProgrammeYear.id, ProgrammeYear.fiscal_year)
    return query.where(ProgrammeYear.id.in_(list(known))).order_by(ProgrammeYear.fiscal_year)


def _countings() -> dict[Key, Counting]:
    return {one.year_id: one.counting for one in db.session.scalars(select(RetentionPlan))}
