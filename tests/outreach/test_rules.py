"""What is counted of gatherings, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.outreach.rules import (
    GatheringKind,
    Held,
    Standing,
    check_attendance,
    check_cancel,
    check_change,
    standing,
    tally,
)

HELD_AT = japan(2026, 6, 1, 19)
KINDS = st.tuples(st.sampled_from(GatheringKind), st.none() | st.integers(0, 100))


def test_a_gathering_is_held_from_the_moment_it_begins():
    assert standing(HELD_AT, None, japan(2026, 6, 1, 18, 59)) is Standing.COMING
    assert standing(HELD_AT, None, HELD_AT) is Standing.HELD
    assert standing(HELD_AT, japan(2026, 5, 1), japan(2026, 7, 1)) is Standing.CANCELLED


def test_people_are_counted_only_once_they_came():
    check_attendance(Standing.HELD)
    with pytest.raises(Refused, match="開催した後"):
        check_attendance(Standing.COMING)
    with pytest.raises(Refused, match="中止した会"):
        check_attendance(Standing.CANCELLED)


def test_a_gathering_is_cancelled_with_a_reason_and_for_good():
    check_cancel(Standing.COMING, None, "大雪")
    with pytest.raises(Refused, match="理由"):
        check_cancel(Standing.COMING, None, " ")
    with pytest.raises(Refused, match="参加人数を記録した"):
        check_cancel(Standing.HELD, 5, "誤り")
    with pytest.raises(Refused, match="中止した会は変更できません"):
        check_change(Standing.CANCELLED)


def test_r6_had_ten_sessions_three_meetings_and_one_large_with_54_people():
    held = [(GatheringKind.SESSION, 12)] * 9 + [(GatheringKind.SESSION, None)]
    held += [(GatheringKind.MEETING, 20)] * 3 + [(GatheringKind.LARGE, 54)]
    assert tally(held) == {
        GatheringKind.SESSION: Held(10, 108, unknown=1),
        GatheringKind.MEETING: Held(3, 60),
        GatheringKind.LARGE: Held(1, 54),
    }


@given(st.lists(KINDS))
def test_no_gathering_is_lost_or_counted_twice(held):
    found = tally(held)
    assert sum(one.times for one in found.values()) == len(held)
    assert sum(one.people for one in found.values()) == sum(people or 0 for _, people in held)
    assert set(found) == set(GatheringKind)
