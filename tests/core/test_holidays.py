"""The holidays of the law, held against the Cabinet Office's list (国民の祝日について)."""

from datetime import date

import pytest

from otameshi.core.holidays import holidays, is_day_off

PUBLISHED = {
    2022: "1/1 1/10 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/23 10/10 11/3 11/23",
    2025: (
        "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23"
        " 11/24"
    ),
    2026: (
        "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23"
    ),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_holidays_of_a_year(year):
    days = (map(int, day.split("/")) for day in PUBLISHED[year].split())
    assert sorted(holidays(year)) == [date(year, month, day) for month, day in days]


def test_days_off_are_weekends_and_holidays():
    assert is_day_off(date(2026, 11, 3))  # a Tuesday, 文化の日
    assert is_day_off(date(2026, 11, 7))
    assert is_day_off(date(2026, 11, 8))
    assert not is_day_off(date(2026, 11, 9))
