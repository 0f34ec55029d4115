"""When a 会 may be booked, how many seats are left, and how long names are kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.outreach.rules import GatheringKind, Standing, check_closing
from otameshi.outreach.visits.rules import (
    PER_ADDRESS,
    PER_MAILBOX,
    Offer,
    check_booking,
    check_calling_off,
    check_cancelling,
    check_crowd,
    check_guests,
    check_kind,
    check_ticking,
    forgotten_from,
    open_for_booking,
    suggested,
)

BEGINS = japan(2026, 6, 27, 14)
CLOSES = japan(2026, 6, 26, 17)
OFFER = Offer(GatheringKind.SESSION, BEGINS, capacity=20, closes_at=CLOSES)
EARLY, MICRO = japan(2026, 6, 1), timedelta(microseconds=1)


def test_a_booking_is_taken_until_the_last_moment_and_not_at_it():
    check_booking(OFFER, 0, 1, CLOSES - MICRO)
    assert open_for_booking(OFFER, CLOSES - MICRO)
    with pytest.raises(Refused, match="受付は終わりました"):
        check_booking(OFFER, 0, 1, CLOSES)
    assert not open_for_booking(OFFER, CLOSES)


def test_without_a_closing_time_booking_ends_when_the_gathering_begins():
    offer = Offer(GatheringKind.SESSION, BEGINS)
    check_booking(offer, 10_000, 9, BEGINS - MICRO)
    with pytest.raises(Refused, match="受付は終わりました"):
        check_booking(offer, 0, 1, BEGINS)


def test_a_cancelled_one_and_one_that_is_booked_elsewhere_say_so():
    with pytest.raises(Refused, match="中止"):
        check_booking(Offer(GatheringKind.SESSION, BEGINS, cancelled_at=EARLY), 0, 1, EARLY)
    with pytest.raises(Refused, match="このサイトでは受け付けていません"):
        check_booking(Offer(GatheringKind.SESSION, BEGINS, bookable=False), 0, 1, EARLY)


def test_of_20_seats_with_18_booked_two_may_come_and_three_may_not():
    check_booking(OFFER, 18, 2, EARLY)
    with pytest.raises(Refused, match="残りの席は2名分"):
        check_booking(OFFER, 18, 3, EARLY)
    with pytest.raises(Refused, match=r"満席.*キャンセル待ちはありません"):
        check_booking(OFFER, 20, 1, EARLY)
    with pytest.raises(Refused, match="満席"):  # the office took seats away afterwards
        check_booking(OFFER, 23, 1, EARLY)


@given(st.integers(1, 50), st.lists(st.integers(1, 9), max_size=60))
def test_whatever_is_asked_for_no_seat_is_given_twice(capacity, parties):
    offer, booked = Offer(GatheringKind.SESSION, BEGINS, capacity=capacity), 0
    for party in parties:
        left = capacity - booked
        try:
            check_booking(offer, booked, party, EARLY)
        except Refused:
            assert party > left
        else:
            assert party <= left
            booked += party
    assert booked <= capacity


def test_a_booking_is_taken_back_once_and_before_it_begins():
    check_cancelling(OFFER, BEGINS - MICRO, cancelled=False)
    with pytest.raises(Refused, match="すでに取り消されて"):
        check_cancelling(OFFER, EARLY, cancelled=True)
    with pytest.raises(Refused, match="開始の時刻を過ぎた"):
        check_cancelling(OFFER, BEGINS, cancelled=False)


def test_too_many_bookings_are_refused_by_mailbox_and_by_address():
    check_crowd(PER_MAILBOX - 1, PER_ADDRESS - 1)
    for many in ((PER_MAILBOX, 0), (0, PER_ADDRESS)):
        with pytest.raises(Refused, match="1時間ほど後"):
            check_crowd(*many)


def test_who_came_is_said_once_it_began():
    check_ticking(Standing.HELD)
    with pytest.raises(Refused, match="過ぎてから"):
        check_ticking(Standing.COMING)
    with pytest.raises(Refused, match="中止した会"):
        check_ticking(Standing.CANCELLED)


def test_what_people_came_to_is_not_cancelled():
    check_calling_off(None)
    with pytest.raises(Refused, match="出欠を記録した"):
        check_calling_off(EARLY)


def test_a_group_signs_up_its_own_members_and_at_least_one():
    check_guests({1, 2}, {1, 2, 3})
    with pytest.raises(Refused, match="1人以上"):
        check_guests(set(), {1})
    with pytest.raises(Refused, match="メンバーでない人"):
        check_guests({1, 9}, {1, 2})


def test_a_session_that_people_booked_does_not_become_a_meeting():
    check_kind(GatheringKind.SESSION, GatheringKind.LARGE, 0)
    check_kind(GatheringKind.MEETING, GatheringKind.LARGE, 5)
    with pytest.raises(Refused, match="種類は変えられません"):
        check_kind(GatheringKind.SESSION, GatheringKind.LARGE, 1)


def test_booking_closes_before_the_gathering_begins():
    check_closing(BEGINS, None)
    check_closing(BEGINS, BEGINS)
    with pytest.raises(Refused, match="開始時刻まで"):
        check_closing(BEGINS, BEGINS + MICRO)


def test_54_came_by_the_ticks():
    """50名 on the list, 4 who just came: 50 + 4 = 54."""
    assert suggested(50, 4) == 54


def test_names_of_r8_go_on_the_first_of_may_of_r9():
    assert forgotten_from(2026) == date(2027, 5, 1)
