"""The deadline: to the microsecond, by the clock in Japan, wherever the server stands."""

import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.applications.window import NONE, Window, second_in_words
from otameshi.core.clock import japan
from otameshi.core.states import Refused

INSTANT = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
OPENS, CLOSES = japan(2026, 4, 25, 9), japan(2026, 5, 18, 17)
LEAP, YEAR_END = japan(2028, 2, 29, 17), japan(2027, 3, 31, 23, 59)
FIVE = 5 * SECOND


def window(closes: datetime = CLOSES, grace: timedelta = NONE) -> Window:
    return Window(OPENS, closes, grace)


def takes(of: Window, at: datetime, begun: datetime | None = None) -> bool:
    try:
        of.must_take(at, begun or at)
    except Refused:
        return False
    return True


# When it arrived, when it began to arrive, and whether it is taken.
TABLE = [
    ("16:59:59.999999", window(), CLOSES - INSTANT, None, True),
    ("17:00:00", window(), CLOSES, None, False),
    ("17:00:00.000001", window(), CLOSES + INSTANT, None, False),
    ("begun in time, no grace", window(), CLOSES, CLOSES - SECOND, False),
    ("begun in time, within the grace", window(grace=FIVE), CLOSES, CLOSES - INSTANT, True),
    ("last of the grace", window(grace=FIVE), CLOSES + FIVE - INSTANT, CLOSES - INSTANT, True),
    ("past the grace", window(grace=FIVE), CLOSES + FIVE, CLOSES - INSTANT, False),
    ("begun at the deadline", window(grace=FIVE), CLOSES + SECOND, CLOSES, False),
    ("extended", window(CLOSES + timedelta(days=3)), CLOSES + timedelta(days=2), None, True),
    ("extended, over", window(CLOSES + timedelta(days=3)), CLOSES + timedelta(days=3), None, False),
    ("leap day", window(LEAP), LEAP - INSTANT, None, True),
    ("leap day, late", window(LEAP), LEAP, None, False),
    ("31 March 23:59", window(YEAR_END), YEAR_END - INSTANT, None, True),
    ("31 March 23:59, late", window(YEAR_END), YEAR_END, None, False),
    ("the first moment", window(), OPENS, None, True),
    ("before the opening", window(), OPENS - INSTANT, None, False),
    ("before the opening, with grace", window(grace=FIVE), OPENS - INSTANT, None, False),
]


@pytest.mark.parametrize(("of", "at", "begun", "taken"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])  # fmt: skip
def test_what_is_in_time_and_what_is_late(of, at, begun, taken):
    assert takes(of, at, begun) is taken


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_the_clock_of_the_server_changes_nothing(zone: str) -> None:
    program = (
        "from tests.applications.test_window import TABLE, takes;"
        "from otameshi.applications.window import second_in_words as words;"
        "print([takes(*row[1:4]) for row in TABLE] == [row[4] for row in TABLE]);"
        "print(*(words(row[2]) for row in TABLE))"
    )
    done = subprocess.run(  # noqa: S603  # a fixed program
        [sys.executable, "-c", program],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    first, words = done.stdout.splitlines()
    assert first == "True"
    assert words.split() == [second_in_words(row[2]) for row in TABLE]


def test_whoever_is_late_is_told_by_how_much():
    with pytest.raises(Refused) as told:
        window().must_be_open(CLOSES + SECOND)
    assert "令和8年5月18日（月）17時00分00秒の締切に対し、17時00分01秒に届きました" in str(
        told.value
    )
    with pytest.raises(Refused) as told:
        window().must_be_open(japan(2026, 5, 20, 8, 30))
    assert "令和8年5月20日（水）08時30分00秒に届きました" in str(told.value)


def test_whoever_is_later_than_the_grace_is_told_of_it():
    with pytest.raises(Refused) as told:
        window(grace=FIVE).must_take(CLOSES + 6 * SECOND, CLOSES - 2 * SECOND)
    assert "16時59分58秒に送信が始まりましたが、猶予の5秒を過ぎた17時00分06秒" in str(told.value)


def test_whoever_is_in_time_is_told_when_against_which_deadline():
    words = window().taken(CLOSES - 2 * SECOND, CLOSES - 2 * SECOND)
    due = "令和8年5月18日（月）17時00分00秒"
    assert words == f"{due}の締切に対し、16時59分58秒に受け付けました。"
    words = window(grace=FIVE).taken(CLOSES + SECOND, CLOSES - 2 * SECOND)
    assert "16時59分58秒に送信が始まり、猶予の5秒の内の17時00分01秒に届いたため" in words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=5, hours=3), "あと5日3時間"),
        (timedelta(days=1), "あと1日"),
        (timedelta(hours=2, minutes=1, seconds=59), "あと2時間1分"),
        (timedelta(hours=2), "あと2時間"),
        (timedelta(minutes=2, seconds=30), "あと2分30秒"),
        (2 * SECOND, "あと2秒"),
        (INSTANT, "あと1秒未満"),
        (NONE, ""),
        (-SECOND, ""),
    ],
)
def test_what_is_left_is_said_ever_more_exactly(before, words):
    assert window().left(CLOSES - before) == words


@given(st.timedeltas(timedelta(days=-60), timedelta(days=60)), st.integers(0, 600))
def test_without_having_begun_in_time_no_grace_helps(later, grace):
    at = CLOSES + later
    of = window(grace=grace * SECOND)
    assert takes(of, at, at) is (OPENS <= at < CLOSES)
