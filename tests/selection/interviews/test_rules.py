"""Slots, dates and marks of interviews, by worked cases."""

from datetime import timedelta
from fractions import Fraction

import pytest

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.selection.interviews.rules import (
    INTERVIEW,
    OPEN,
    Fact,
    Span,
    State,
    Terms,
    Weight,
    change_until,
    chases,
    mark,
    must_be_free,
    reminds,
    series,
)

NOON = japan(2026, 8, 1, 12)
TERMS = Terms(japan(2026, 7, 20, 17), 2, 1)
SPAN = Span(japan(2026, 8, 1, 13), japan(2026, 8, 1, 13, 20))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("until", "length", "pause", "starts"),
    [
        (NOON + minutes(60), 20, 0, [0, 20, 40]),
        (NOON + minutes(60), 20, 10, [0, 30]),
        (NOON + minutes(80), 20, 10, [0, 30, 60]),  # no pause is needed after the last
        (NOON + minutes(20), 20, 5, [0]),
        (None, 20, 10, [0]),
    ],
)
def test_a_time_is_cut_into_slots(until, length, pause, starts) -> None:
    found = series(NOON, until, length, pause)
    assert [one.starts_at for one in found] == [NOON + minutes(start) for start in starts]
    assert {one.ends_at - one.starts_at for one in found} == {minutes(length)}


@pytest.mark.parametrize(
    ("until", "words"),
    [(NOON, "後に"), (NOON + minutes(19), "1枠も入りません"), (NOON + timedelta(9), "200枠まで")],
)
def test_a_time_that_cannot_be_cut_is_refused(until, words) -> None:
    with pytest.raises(Refused, match=words):
        series(NOON, until, 20, 10)


def test_slots_may_touch_and_may_not_overlap() -> None:
    must_be_free([SPAN], [Span(SPAN.ends_at, SPAN.ends_at + minutes(20))], "会議室A")
    with pytest.raises(Refused, match=r"会議室Aには、重なる枠（2026年8月1日（土）13:19"):
        must_be_free([SPAN], [Span(SPAN.ends_at - minutes(1), SPAN.ends_at)], "会議室A")


def test_a_booked_time_is_changed_until_the_end_of_a_day_before() -> None:
    assert change_until(SPAN.starts_at, 2) == japan(2026, 7, 31)
    booked = Fact(State.BOOKED, SPAN)
    assert booked.may_choose(TERMS, japan(2026, 7, 30, 23, 59))
    assert not booked.may_choose(TERMS, japan(2026, 7, 31))
    assert booked.may_decline(SPAN.starts_at - minutes(1))
    assert not booked.may_decline(SPAN.starts_at)


def test_a_first_choice_ends_with_the_date_of_the_round_and_so_does_the_link() -> None:
    invited, asked = Fact(State.INVITED), Fact(State.ASKED)
    last = TERMS.choose_until - timedelta(microseconds=1)
    for one in (invited, asked):
        assert one.may_choose(TERMS, last)
        assert one.opened_by_link(TERMS, last)
        assert not one.may_choose(TERMS, TERMS.choose_until)
        assert not one.opened_by_link(TERMS, TERMS.choose_until)
    assert Fact(State.BOOKED, SPAN).opened_by_link(TERMS, SPAN.ends_at - minutes(1))
    assert not Fact(State.BOOKED, SPAN).opened_by_link(TERMS, SPAN.ends_at)
    assert not Fact(State.DECLINED).opened_by_link(TERMS, last)


def test_who_is_reminded_when() -> None:
    booked, day = Fact(State.BOOKED, SPAN), timedelta(days=1)
    early = [SPAN.starts_at - days * day for days in (2, 1, 0)]
    assert [reminds(booked, TERMS, at) for at in early] == [False, True, False]
    assert chases(Fact(State.INVITED), TERMS, TERMS.choose_until - day)
    assert not chases(Fact(State.ASKED), TERMS, TERMS.choose_until - day)
    assert not chases(Fact(State.INVITED), TERMS, TERMS.choose_until)


def test_the_mark_is_the_weighted_mean_over_the_finished_records() -> None:
    criteria = [Weight(1, "話", 1), Weight(2, "熱意", 2)]
    assert mark(criteria, [{1: 3, 2: 5}]) == Fraction(13, 3)
    assert mark(criteria, [{1: 3, 2: 5}, {1: 1, 2: 2}]) == Fraction(18, 6)
    assert mark(criteria, [{1: 3}]) is None
    assert mark(criteria, []) is None
    assert mark([], [{1: 3}]) is None


@pytest.mark.parametrize("state", State)
def test_the_whole_table_of_moves(state: State) -> None:
    def names(role: Role) -> set[str]:
        return {move.name for move in INTERVIEW.open_to({role}, state)}

    own = {"choose", "decline", "ask"} if state in {State.INVITED, State.ASKED} else set()
    own |= {"choose", "decline"} if state is State.BOOKED else set()
    assert names(Role.APPLICANT) == names(Role.VISITOR) == own
    office = {"place", "cancel", "again", "revoke"} if state in OPEN else set()
    office |= {"came", "no_show"} if state is State.BOOKED else set()
    office |= {"undo"} if state in {State.HELD, State.NO_SHOW} else set()
    open_again = {State.NONE, State.DECLINED, State.CANCELLED, State.NO_SHOW}
    assert names(Role.OFFICER) == office | ({"invite"} if state in open_again else set())
    assert names(Role.REVIEWER) == ({"came", "no_show"} if state is State.BOOKED else set())
    assert names(Role.MANAGER) == names(Role.AUDITOR) == set()
