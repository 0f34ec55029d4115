"""The stay logs of the demonstration: whole weeks at the base, some away."""

from datetime import date, datetime

from otameshi.core.clock import day_in_japan
from otameshi.core.period import Period
from otameshi.participation.models import Participation
from otameshi.participation.stay import actions
from otameshi.participation.stay.reading import allowed
from otameshi.participation.stay.rules import AWAY, Entry, days_of, months_of, within_month

FULL = Entry(present=True, night=True, work_hours=8)
LEAVING = Entry(present=True, work_hours=3)
AT_A_CLIENT = Entry(present=True, night=True, work_hours=6, place="塩尻市の取引先（見本）")
FRIDAY, SATURDAY, WEDNESDAY = 4, 5, 2
EVERY = 3  # every third week is spent in the home prefecture


def keep(group: Participation, at: datetime, unlogged: int = 0) -> None:
    """Log each member from the first day until so many days before that moment."""
    for who in group.people:
        logged = allowed(who, day_in_japan(at))
        days = days_of(logged)[: -unlogged or None]
        if not days:
            continue
        for month in months_of(Period(days[0], days[-1])):
            inside = within_month(Period(days[0], days[-1]), month)
            entries = {day: _entry(day, group.first_day) for day in days_of(inside)}
            actions.save(who, month, entries, group.representative, at)


def _entry(day: date, first: date) -> Entry:
    week = (day - first).days // 7
    if week % EVERY == EVERY - 1 or day.weekday() >= SATURDAY:
        return AWAY
    if day.weekday() == FRIDAY:
        return LEAVING
    return AT_A_CLIENT if day.weekday() == WEDNESDAY and week == 0 else FULL
