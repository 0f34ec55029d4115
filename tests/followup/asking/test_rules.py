"""When who is asked, reminded and called: worked cases, then what holds for any calendar."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.followup.asking.rules import (
    ONE,
    AskedFact,
    Kind,
    Plan,
    Standing,
    business_day_from,
    check_plan,
    is_business_day,
    planned,
    reminder_on,
    reminds_today,
    standing,
    stays_asked_on,
    task_for,
    window,
)

HALF_A_YEAR = Plan(months=6, open_days=30, reminder_days=(10, 20))
ON_ITS_DAYS = Plan(0, 30, (10, 20), date(2027, 3, 1), date(2027, 3, 31))
ASKED = AskedFact(date(2027, 3, 1), date(2027, 3, 31), date(2027, 3, 1))


def asked_on(plan: Plan, today: date) -> Period:
    stays = stays_asked_on(plan, today)
    assert stays is not None
    return stays


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
plans = st.builds(
    Plan,
    months=st.integers(0, 60),
    open_days=st.integers(7, 90),
    reminder_days=st.sets(st.integers(1, 6), max_size=2).map(lambda one: tuple(sorted(one))),
)


@pytest.mark.parametrize(
    ("last_day", "months", "opens"),
    [
        (date(2027, 2, 28), 0, date(2027, 2, 28)),  # 終了時: on the last day itself
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # February has no 31st
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 1, 15), 12, date(2028, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_group_is_asked_so_many_months_after_its_last_day(last_day, months, opens):
    plan = replace(HALF_A_YEAR, months=months)
    assert planned(plan, last_day) == Period(opens, opens + timedelta(days=30))


def test_a_group_that_left_early_counts_from_the_day_it_left():
    # Given up on 10 November instead of 28 February: half a year later is 10 May.
    assert planned(HALF_A_YEAR, date(2026, 11, 10)).first == date(2027, 5, 10)


def test_a_wave_with_days_of_its_own_asks_all_groups_on_them():
    for last_day in (date(2026, 11, 10), date(2027, 2, 28)):
        assert planned(ON_ITS_DAYS, last_day) == Period(date(2027, 3, 1), date(2027, 3, 31))
    assert window(ON_ITS_DAYS, last_day, date(2027, 2, 28)) is None
    assert window(ON_ITS_DAYS, last_day, date(2027, 4, 1), by_hand=True) is None


def test_who_is_asked_late_has_the_whole_time():
    # Due on 28 August; asked on 3 September, after the worker was away for six days.
    asked = window(HALF_A_YEAR, date(2027, 2, 28), date(2027, 9, 3))
    assert asked == Period(date(2027, 9, 3), date(2027, 10, 3))


def test_what_was_missed_altogether_only_an_officer_asks():
    long_ago, today = date(2025, 2, 28), date(2027, 3, 1)
    assert window(HALF_A_YEAR, long_ago, today) is None
    assert window(HALF_A_YEAR, long_ago, today, by_hand=True) == Period(today, date(2027, 3, 31))


def test_two_reminders_go_out_on_business_days_and_none_on_the_last_day():
    # Asked on Monday 1 March. 10 days later is Thursday 11; 20 days later Sunday 21 is 春分の日,
    # and Monday 22 stands in its place: Tuesday 23.
    assert reminder_on((10, 20), ASKED) == date(2027, 3, 11)
    once = replace(ASKED, reminders=1, last_letter_on=date(2027, 3, 11))
    assert reminder_on((10, 20), once) == date(2027, 3, 23)
    twice = replace(ASKED, reminders=2, last_letter_on=date(2027, 3, 23))
    assert reminder_on((10, 20), twice) is None
    # 30 days later is the last day, Wednesday 31: none.
    assert reminder_on((30,), ASKED) is None


def test_the_turn_of_the_year_is_no_business_day():
    # Tuesday 29 December 2026 to Sunday 3 January 2027.
    assert business_day_from(date(2026, 12, 29)) == date(2027, 1, 4)
    assert is_business_day(date(2026, 12, 28))


def test_a_reminder_keeps_its_distance_from_a_letter_sent_by_hand():
    # A new link on 9 March: ten days from then is Friday 19, not Thursday 11.
    assert reminder_on((10, 20), replace(ASKED, last_letter_on=date(2027, 3, 9))) == date(
        2027, 3, 19
    )


@pytest.mark.parametrize("why", ["answered", "refused", "revoked", "undeliverable"])
def test_who_was_heard_or_is_out_of_reach_is_not_reminded(why):
    heard: dict[str, Any] = {why: True}
    assert reminder_on((10, 20), replace(ASKED, **heard)) is None


@pytest.mark.parametrize(
    ("facts", "today", "kind"),
    [
        ({}, date(2027, 3, 31), None),  # the last day is still theirs
        ({}, date(2027, 4, 1), Kind.SILENT),
        ({"revoked": True}, date(2027, 4, 1), Kind.SILENT),
        ({"undeliverable": True}, date(2027, 3, 2), Kind.UNDELIVERABLE),
        ({"last_letter_on": None}, date(2027, 3, 1), Kind.NO_ADDRESS),
        ({"answered": True, "undeliverable": True}, date(2027, 4, 1), None),
        ({"refused": True}, date(2027, 4, 1), None),
    ],
)
def test_somebody_is_called_at_once_without_mail_and_at_the_end_without_answer(facts, today, kind):
    assert task_for(replace(ASKED, **facts), today) is kind


def test_each_who_was_asked_stands_in_one_place():
    assert standing(ASKED) is Standing.SILENT
    assert standing(replace(ASKED, undeliverable=True)) is Standing.UNDELIVERABLE
    assert standing(replace(ASKED, last_letter_on=None)) is Standing.UNDELIVERABLE
    assert standing(replace(ASKED, refused=True, undeliverable=True)) is Standing.REFUSED
    assert standing(replace(ASKED, answered=True, refused=True)) is Standing.ANSWERED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"open_days": 6}, "7日から180日"),
        ({"reminder_days": (5, 10, 15)}, "2回まで"),
        ({"reminder_days": (20, 10)}, "早い順"),
        ({"reminder_days": (10, 10)}, "早い順"),
        ({"reminder_days": (30,)}, "前日まで"),
        ({"reminder_days": (0,)}, "翌日から"),
        ({"asked_on": date(2027, 3, 1)}, "両方"),
        ({"asked_on": date(2027, 3, 1), "closes_on": date(2027, 3, 11)}, "前日まで"),
    ],
)
def test_a_plan_that_could_not_run_is_refused(changes, words):
    with pytest.raises(Refused, match=words):
        check_plan(replace(HALF_A_YEAR, **changes))


def test_a_plan_needs_no_reminders():
    check_plan(replace(HALF_A_YEAR, reminder_days=()))
    check_plan(ON_ITS_DAYS)


@given(plan=plans, last_day=days, today=days)
def test_the_stays_to_be_asked_are_those_whose_window_is_open(plan, last_day, today):
    stays = asked_on(plan, today)
    assert (last_day in stays) is (window(plan, last_day, today) is not None)


@given(plan=plans, today=days, shift=st.integers(-3, 3), edge=st.booleans())
def test_no_day_at_the_edge_of_a_month_is_missed(plan, today, shift, edge):
    stays = asked_on(plan, today)
    last_day = (stays.first if edge else stays.last) + shift * ONE
    assert (last_day in stays) is (window(plan, last_day, today) is not None)


@given(plan=plans, last_day=days, later=st.integers(0, 400))
def test_the_window_holds_today_and_never_opens_before_it_is_due(plan, last_day, later):
    due_on = planned(plan, last_day).first
    assert window(plan, last_day, due_on - ONE, by_hand=True) is None
    today = due_on + later * ONE
    asked = window(plan, last_day, today, by_hand=True)
    assert asked is not None
    assert (today, (asked.last - asked.first).days) == (asked.first, plan.open_days)


@given(
    plan=plans,
    opens=days,
    heard=st.none() | st.integers(0, 90),
    away=st.sets(st.integers(0, 90), max_size=40),
    how=st.sampled_from(["answered", "refused", "revoked", "undeliverable"]),
)
def test_over_the_whole_life_of_an_invitation(plan, opens, heard, away, how):
    """Whatever days the worker is away: two reminders at most, on business days, in time."""
    closes = opens + timedelta(days=plan.open_days)
    facts: dict[str, Any] = {how: True}
    asked = AskedFact(opens, closes, opens)
    sent: list[date] = []
    for number in range(plan.open_days + 3):
        today = opens + number * ONE
        if number == heard:
            asked = replace(asked, **facts)
        if number in away or not reminds_today(plan.reminder_days, asked, today):
            continue
        sent.append(today)
        asked = replace(asked, reminders=asked.reminders + 1, last_letter_on=today)
    assert len(sent) <= len(plan.reminder_days) <= 2
    assert all(is_business_day(one) and opens < one < closes for one in sent)
    assert heard is None or all(one < opens + heard * ONE for one in sent)
    assert (task_for(asked, closes + ONE) is Kind.SILENT) is (
        asked.silent and not asked.undeliverable
    )
