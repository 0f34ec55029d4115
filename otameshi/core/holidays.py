"""Days off in Japan: Saturdays, Sundays and 国民の祝日, as the law of 1948 has them since 2022."""

from datetime import date, timedelta
from functools import cache

SATURDAY, SUNDAY = 5, 6
ONE = timedelta(days=1)
# 国民の祝日に関する法律 (昭和23年法律第178号) 第2条
FIXED = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
MONDAYS = ((1, 2), (7, 3), (9, 3), (10, 2))  # the month and its how manieth Monday
# Spring and autumn are the days of the equinoxes by the formula of 海上保安庁水路部 for 1980-2099;
# the day itself is announced in February of the year before.
EQUINOXES = ((3, 20.8431), (9, 23.2488))
YEARLY = 0.242194


def is_day_off(day: date) -> bool:
    return day.weekday() >= SATURDAY or day in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the holidays of a year, with those in lieu (第3条第2項) and between (第3項)."""
    own = {date(year, month, day) for month, day in FIXED}
    own |= {_monday(year, month, which) for month, which in MONDAYS}
    own |= {date(year, month, _equinox(year, base)) for month, base in EQUINOXES}
    lieu = set()
    for day in sorted(own):
        if day.weekday() == SUNDAY:
            instead = day + ONE
            while instead in own:
                instead += ONE
            lieu.add(instead)
    between = {day + ONE for day in own if day + 2 * ONE in own and day + ONE not in own}
    return frozenset(own | lieu | between)


def _monday(year: int, month: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (which - 1))


def _equinox(year: int, base: float) -> int:
    since = year - 1980
    return int(base + YEARLY * since) - since // 4
