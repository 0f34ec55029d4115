"""What a log holds: for its pages, for the engine, and for whoever compares it with costs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from otameshi.core.period import Period
from otameshi.db import db
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import Membership
from otameshi.participation.stay.models import StayDay, StaySheet
from otameshi.participation.stay.rules import (
    Entry,
    Sum,
    days_of,
    months_of,
    open_days,
    summed,
    visits,
    within_month,
)
from otameshi.participation.stay.standing import Need, Stay, standing
from otameshi.programme import actions as programme
from otameshi.subsidy import Day, Rulebook


@dataclass(frozen=True, slots=True)
class Frozen:
    """The rules that a later stage holds the group to, and the days of its period."""

    rulebook: Rulebook
    trial: Period


# A decided grant keeps its rules and days, whatever the year's become.
FROZEN: list[Callable[[Participation], Frozen | None]] = []


@dataclass(frozen=True, slots=True)
class Book:
    """The log of a group: each member's months, with what they come to."""

    months: tuple[date, ...]
    rows: tuple[tuple[Participant, Mapping[date, Sum]], ...]

    @property
    def missing(self) -> int:
        """Return how many days by now nobody has looked at."""
        return sum(one.missing for _, row in self.rows for one in row.values())


def allowed(participant: Participant, today: date) -> Period:
    """Return the days of a member that may be logged by now."""
    member = Membership(participant.joined_on, participant.left_on)
    return open_days(participant.group.period, member, today)


def month_of(participant: Participant, month: date) -> StaySheet | None:
    return db.session.scalar(
        select(StaySheet)
        .where(StaySheet.participant_id == participant.id, StaySheet.month == month)
        .execution_options(populate_existing=True)
    )


def entries(participant: Participant, within: Period) -> dict[date, Entry]:
    """Return a member's logged days within a period."""
    rows = db.session.scalars(
        select(StayDay).where(
            StayDay.participant_id == participant.id,
            StayDay.on.between(within.first, within.last),
        )
    )
    return {row.on: row.entry for row in rows}


def log(group: Participation) -> dict[Participant, dict[date, Entry]]:
    """Return each member's days within the membership and the period, in one statement."""
    found: dict[int, dict[date, Entry]] = {one.id: {} for one in group.people}
    rows = db.session.scalars(
        select(StayDay)
        .where(StayDay.participant_id.in_(found))
        .order_by(StayDay.on, StayDay.participant_id)
    )
    for row in rows:
        found[row.participant_id][row.on] = row.entry
    return {one: _of_the_stay(one, found[one.id]) for one in group.people}


def _of_the_stay(one: Participant, days: Mapping[date, Entry]) -> dict[date, Entry]:
    own = allowed(one, date.max)
    return {on: entry for on, entry in days.items() if on in own}


def book(group: Participation, today: date) -> Book:
    """Return all months of a group by member; months to come are not in it yet."""
    rows = []
    months: set[date] = set()
    for one, days in log(group).items():
        own = allowed(one, today)
        months |= set(months_of(own))
        rows.append(
            (one, {month: _sum(days, within_month(own, month)) for month in months_of(own)})
        )
    return Book(tuple(sorted(months)), tuple(rows))


def _sum(days: Mapping[date, Entry], month: Period) -> Sum:
    inside = [entry for on, entry in days.items() if on in month]
    return summed(inside, len(days_of(month)))


def places(group: Participation) -> Mapping[tuple[str, date], Entry]:
    """Return each logged day by (氏名, 日): also those that say 県内にいない."""
    found = log(group)
    return {(one.name, on): entry for one, days in found.items() for on, entry in days.items()}


def facts(group: Participation) -> tuple[Day, ...]:
    """Return the log as the engine takes it, each day with the number of its visit."""
    found = log(group)
    numbers = visits(_there(found.values()))
    return tuple(
        Day(
            on=on,
            person=one.name,
            present=entry.present,
            night=entry.night,
            work_hours=entry.work_hours,
            visit=numbers[on] if entry.present else None,
        )
        for one, days in found.items()
        for on, entry in sorted(days.items())
    )


def _there(logs: Iterable[Mapping[date, Entry]]) -> list[date]:
    return [on for days in logs for on, entry in days.items() if entry.present]


def still_needed(group: Participation, today: date) -> tuple[Need, ...]:
    """Return what the rules ask of a stay: those frozen into its grant, or the year's of today."""
    held = next((one for ask in FROZEN if (one := ask(group)) is not None), None)
    rulebook = held.rulebook if held else programme.rules_of(group.year)
    trial = held.trial if held else group.period
    people = tuple(one.name for one in group.people)
    return standing(rulebook, group.year.terms, Stay(trial, today, people, facts(group)))
