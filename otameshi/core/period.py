"""Dates as the programme counts them."""

from dataclasses import dataclass
from datetime import date, timedelta

APRIL = 4


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def fiscal_year(day: date) -> int:
    """Return the 年度, which begins on 1 April."""
    return day.year if day.month >= APRIL else day.year - 1


def age_on(base: date, born: date) -> int:
    """Return the age in completed years on the base date (年齢基準日)."""
    return base.year - born.year - ((base.month, base.day) < (born.month, born.day))


def whole_months(period: Period) -> int:
    """Return the completed months of a period: 8月15日 to 2月14日 is 6, a day less is 5."""
    end = period.last + timedelta(days=1)
    count = (end.year - period.first.year) * 12 + end.month - period.first.month
    ends_month = (end + timedelta(days=1)).month != end.month
    return count - (end.day < period.first.day and not ends_month)
