"""Who is a member when, and which stays fit the year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.period import Period, whole_months
from otameshi.core.states import Refused
from otameshi.participation.rules import (
    Membership,
    heads,
    heads_on,
    most_heads,
    must_fit,
    must_have_room,
    must_join_within,
    must_leave_within,
    must_run_forward,
)
from tests.selection.test_rules import TERMS

FIRST, LAST = date(2026, 8, 1), date(2027, 1, 31)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 8, 15), date(2027, 2, 14), 6),
        (date(2026, 8, 15), date(2027, 2, 13), 5),
        (date(2026, 8, 1), date(2026, 10, 31), 3),
        (date(2026, 8, 31), date(2026, 11, 29), 3),
        (date(2026, 11, 30), date(2027, 2, 27), 3),
        (date(2026, 8, 1), date(2026, 8, 1), 0),
    ],
)
def test_only_completed_months_count(first, last, months) -> None:
    assert whole_months(Period(first, last)) == months


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_a_longer_stay_never_has_fewer_months(first, days) -> None:
    last = first + timedelta(days=days)
    shorter, longer = Period(first, last), Period(first, last + timedelta(days=1))
    assert 0 <= whole_months(shorter) <= whole_months(longer) <= whole_months(shorter) + 1


def test_the_last_day_of_a_member_still_counts() -> None:
    members = [Membership(FIRST, None), Membership(FIRST, date(2026, 9, 30))]
    assert heads(members) == 2
    assert heads_on(members, date(2026, 9, 30)) == 2
    assert heads_on(members, date(2026, 10, 1)) == 1
    assert heads_on(members, date(2026, 7, 31)) == 0


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 7, 31), LAST, "2026年8月1日から2027年2月28日までの間"),
        (FIRST, date(2027, 3, 1), "の間にしてください"),
        (LAST, FIRST, "開始日以後"),
    ],
)
def test_a_stay_outside_the_trial_window_is_refused_whatever_the_reason(first, last, words) -> None:
    with pytest.raises(Refused, match=words):
        must_fit(first, last, TERMS, "理由")


def test_a_stay_below_the_shortest_needs_a_reason() -> None:
    with pytest.raises(Refused, match="満2か月で、最短の3か月に届きません"):
        must_fit(FIRST, date(2026, 10, 30), TERMS)
    must_fit(FIRST, date(2026, 10, 30), TERMS, "出産のため")
    must_fit(FIRST, date(2026, 10, 31), TERMS)
    must_fit(FIRST, date(2026, 10, 30), replace(TERMS, months_least=2))


@pytest.mark.parametrize("day", [date(2026, 8, 31), date(2027, 2, 1)])
def test_a_member_leaves_between_joining_and_the_end_of_the_stay(day) -> None:
    with pytest.raises(Refused, match="2026年9月1日から2027年1月31日"):
        must_leave_within(day, date(2026, 9, 1), Period(FIRST, LAST))


def test_a_member_joins_while_there_is_room_on_every_day_that_follows() -> None:
    """Three at most: one who left makes room from the day after the last."""
    stays = Membership(FIRST, None)
    left = Membership(FIRST, date(2026, 9, 30))
    must_have_room([stays, stays], FIRST, TERMS)
    with pytest.raises(Refused, match="2026年9月30日からは4名"):
        must_have_room([stays, stays, left], date(2026, 9, 30), TERMS)
    must_have_room([stays, stays, left], date(2026, 10, 1), TERMS)
    later = Membership(date(2026, 12, 1), None)
    with pytest.raises(Refused, match="4名"):
        must_have_room([stays, stays, later], date(2026, 10, 1), TERMS)
    with pytest.raises(Refused, match="加わる日"):
        must_join_within(date(2027, 2, 1), Period(FIRST, LAST))


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)).map(
            lambda pair: Membership(
                FIRST + timedelta(days=pair[0]),
                None if pair[1] is None else FIRST + timedelta(days=pair[0] + pair[1]),
            )
        ),
        max_size=6,
    ),
    st.integers(0, 60),
)
def test_the_most_heads_are_the_most_of_any_day(members: list[Membership], since: int) -> None:
    days = [FIRST + timedelta(days=number) for number in range(since, 130)]
    assert most_heads(members, days[0]) == max(heads_on(members, day) for day in days)


def test_a_contract_has_both_days_in_their_order() -> None:
    must_run_forward(FIRST, FIRST)
    for first, last in ((FIRST, None), (None, LAST)):
        with pytest.raises(Refused, match="どちらも"):
            must_run_forward(first, last)
    with pytest.raises(Refused, match="開始日以後"):
        must_run_forward(LAST, FIRST)
