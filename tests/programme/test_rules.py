"""When a call is open, and which settings contradict each other."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.programme.rules import (
    CallSettings,
    CriterionSettings,
    Opening,
    check_call,
    check_criterion,
    next_steps,
    opening,
    years_later,
)

OPENS, CLOSES = japan(2026, 4, 25, 9), japan(2026, 5, 18, 17)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (OPENS - INSTANT, Opening.BEFORE),
        (OPENS, Opening.OPEN),
        (CLOSES - INSTANT, Opening.OPEN),
        (CLOSES, Opening.CLOSED),
        (CLOSES + INSTANT, Opening.CLOSED),
        (datetime(2026, 5, 18, 7, 59, 59, 999999, tzinfo=UTC), Opening.OPEN),
        (datetime(2026, 5, 18, 8, tzinfo=UTC), Opening.CLOSED),
    ],
)
def test_the_deadline_is_five_oclock_in_japan_to_the_microsecond(moment, expected):
    assert opening(OPENS, CLOSES, moment) is expected


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_the_deadline_is_the_same_wherever_the_server_stands(zone):
    program = (
        "from datetime import timedelta as t;"
        "from otameshi.core.clock import japan;"
        "from otameshi.programme.rules import opening;"
        "a, z = japan(2026, 4, 25, 9), japan(2026, 5, 18, 17);"
        "print(*(opening(a, z, z + t(microseconds=n)) for n in (-1, 0, 1)))"
    )
    done = subprocess.run(  # noqa: S603  # a fixed program
        [sys.executable, "-c", program],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["open", "closed", "closed"]


@pytest.mark.parametrize(
    ("opens", "closes", "late"),
    [
        (japan(2028, 2, 1), japan(2028, 2, 29, 17), japan(2028, 2, 29, 17)),
        (japan(2027, 3, 1), japan(2027, 3, 31, 23, 59), japan(2027, 3, 31, 23, 59)),
        (japan(2026, 12, 1), japan(2027, 1, 1), japan(2027, 1, 1)),
    ],
)
def test_a_leap_day_and_the_ends_of_years_are_days_like_others(opens, closes, late):
    assert opening(opens, closes, late - INSTANT) is Opening.OPEN
    assert opening(opens, closes, late) is Opening.CLOSED


@given(st.timedeltas(timedelta(days=-60), timedelta(days=60)))
def test_a_moment_is_before_within_or_after_a_call_and_nothing_else(later):
    moment = OPENS + later
    state = opening(OPENS, CLOSES, moment)
    assert (state is Opening.OPEN) == (OPENS <= moment < CLOSES)
    assert (state is Opening.BEFORE) == (moment < OPENS)


def test_a_call_does_not_close_before_it_opens():
    with pytest.raises(Refused, match="開始より後"):
        check_call(CallSettings("第1回", CLOSES, OPENS, 20, quota_soft=True))


def test_anchors_are_one_for_each_point():
    criterion = CriterionSettings(1, "事業の内容", "", 1, 5, 2, ["悪い", "良い"])
    with pytest.raises(Refused, match="1点から5点まで"):
        check_criterion(criterion)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 8, 1), 1, date(2027, 8, 1)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2027, 2, 28), 1, date(2028, 2, 28)),
    ],
)
def test_a_day_some_years_later(day, years, expected):
    assert years_later(day, years) == expected


def test_a_year_says_what_is_still_to_be_set():
    assert len(next_steps(calls=0, criteria=0, hosts=0, rulebooks=0)) == 4
    assert next_steps(calls=1, criteria=1, hosts=1, rulebooks=1) == []
    [text] = next_steps(calls=1, criteria=1, hosts=1, rulebooks=1, unpublished=True)
    assert "公開してください" in text
