"""Days and months counted without falling off the ends of the calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from otameshi.core.period import Period

LEAP = 2000
DECEMBER = 12
MIDDLE = 15  # the last day of the first half of a month
SATURDAY = 5


def later(on: date, days: int) -> date:
    """Return the day so many days later, stopping at 0001-01-01 and 9999-12-31."""
    ordinal = on.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def length(period: Period) -> int:
    """Return the days of a period, both ends included; none when it ends before it begins."""
    return max(period.last.toordinal() - period.first.toordinal() + 1, 0)


def overlap(one: Period, other: Period) -> Period:
    return Period(max(one.first, other.first), min(one.last, other.last))


def months(period: Period) -> int:
    """Return the months a period lasts; a part of a month counts as one (8月15日～2月14日 = 6)."""
    first, last = period.first, period.last
    whole = (last.year - first.year) * 12 + last.month - first.month
    return max(whole + (last.day >= first.day), 0)


def half_months(period: Period) -> int:
    """Return the half months (1日～15日 and 16日～月末) that a period touches."""
    if period.first > period.last:
        return 0
    ends = (period.first, period.last)
    first, last = ((on.year * 12 + on.month) * 2 + (on.day > MIDDLE) for on in ends)
    return last - first + 1


def calendar_months(period: Period) -> Iterator[Period]:
    """Yield the part of each calendar month that lies in the period."""
    first = period.first
    while first <= period.last:
        end = month_end(first)
        yield Period(first, min(end, period.last))
        if end == date.max:
            return
        first = later(end, 1)


def month_end(on: date) -> date:
    if on.month == DECEMBER:
        return on.replace(day=31)
    return later(on.replace(month=on.month + 1, day=1), -1)


def weeks(period: Period) -> Iterator[Period]:
    """Yield the whole weeks of a period, counted from its first day."""
    for number in range(length(period) // 7):
        first = later(period.first, 7 * number)
        yield Period(first, later(first, 6))


def longest_run(days: Iterable[date]) -> int:
    """Return the length of the longest row of days without a gap."""
    best = run = 0
    before = 0
    for ordinal in sorted({day.toordinal() for day in days}):
        run = run + 1 if ordinal == before + 1 else 1
        best, before = max(best, run), ordinal
    return best


def working_days_before(on: date, days: int, holidays: frozenset[date]) -> date:
    """Return the day so many 営業日 (Monday to Friday, no holiday) before."""
    left = days
    while left and on > date.min:
        on = later(on, -1)
        if on.weekday() < SATURDAY and on not in holidays:
            left -= 1
    return on


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """Days of every year, as "08-13" to "08-16"; may run over the new year."""

    first: str
    last: str

    def __contains__(self, on: date) -> bool:
        day = f"{on.month:02}-{on.day:02}"
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last

    def touches(self, period: Period) -> bool:
        days = min(length(period), 366)
        return any(later(period.first, number) in self for number in range(days))

    def words(self) -> str:
        first, last = (self._words(day) for day in (self.first, self.last))
        return f"{first}～{last}"

    def bad(self) -> str:
        """Return the end that is no day of the year, or nothing."""
        return next((day for day in (self.first, self.last) if not _exists(day)), "")

    @staticmethod
    def _words(day: str) -> str:
        month, _, number = day.partition("-")
        return f"{int(month)}月{int(number)}日"


def _exists(day: str) -> bool:
    try:
        return date.fromisoformat(f"{LEAP}-{day}").strftime("%m-%d") == day
    except ValueError:
        return False
