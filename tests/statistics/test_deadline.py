"""What is left until a deadline, in words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.clock import japan
from otameshi.statistics.deadline import clock, time_left

CLOSES = japan(2026, 5, 18, 17)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (japan(2026, 5, 13, 14), "あと5日3時間"),
        (japan(2026, 5, 13, 17), "あと5日"),
        (japan(2026, 5, 17, 16, 59), "あと1日"),
        (japan(2026, 5, 17, 18), "あと23時間"),
        (japan(2026, 5, 18, 0), "本日17時まで"),
        (japan(2026, 5, 18, 16, 59), "本日17時まで"),
        (japan(2026, 5, 18, 17), ""),
        (japan(2026, 5, 19), ""),
    ],
)
def test_what_is_left_is_said_as_people_say_it(now, words):
    assert time_left(CLOSES, now) == words


def test_minutes_are_said_only_where_there_are_some():
    assert clock(japan(2026, 5, 18, 17, 30)) == "17時30分"
    assert time_left(japan(2026, 5, 18, 0, 30), japan(2026, 5, 17, 23, 50)) == "あと40分"


@given(st.integers(min_value=1, max_value=10**7))
def test_before_the_deadline_there_is_always_something_left(seconds):
    assert time_left(CLOSES, CLOSES - timedelta(seconds=seconds))
