"""Dates as the programme counts them."""

from dataclasses import dataclass
from datetime import date

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
