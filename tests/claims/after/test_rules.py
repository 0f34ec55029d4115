"""What is taken back, and what is asked for."""

from datetime import date

import pytest

from otameshi.claims.after import rules
from otameshi.claims.after.rules import Reason
from otameshi.core.states import Refused
from otameshi.core.yen import Yen


@pytest.mark.parametrize("stands", [0, 1, 259_999])
def test_a_cancellation_leaves_less_than_was_decided(stands):
    rules.must_leave_less(Yen(stands), Yen(260_000))


@pytest.mark.parametrize("stands", [-1, 260_000, 300_000])
def test_a_cancellation_that_takes_nothing_back_is_refused(stands):
    with pytest.raises(Refused, match="260,000円"):
        rules.must_leave_less(Yen(stands), Yen(260_000))


def test_a_change_of_circumstances_costs_no_surcharge():
    assert [one for one in Reason if not one.surcharged] == [Reason.CHANGED]


def test_a_part_is_taken_back_only_once_all_that_is_settled_is_paid():
    rules.must_be_paid_out(Yen(0), Yen(100_000), Yen(200_000))
    rules.must_be_paid_out(Yen(50_000), Yen(0), Yen(200_000))  # of the whole nothing is paid
    rules.must_be_paid_out(Yen(50_000), Yen(200_000), Yen(200_000))
    with pytest.raises(Refused, match="まだ支払っていない"):
        rules.must_be_paid_out(Yen(50_000), Yen(100_000), Yen(200_000))


def test_what_was_paid_beyond_what_stands_is_asked_back_once():
    # 240,000 paid, 100,000 stands: 140,000
    assert rules.excess(Yen(240_000), Yen(100_000), Yen(0)) == 140_000
    # 140,000 was asked for already, then all of it is taken back: 240,000 - 140,000 = 100,000
    assert rules.excess(Yen(240_000), Yen(0), Yen(140_000)) == 100_000
    assert rules.excess(Yen(100_000), Yen(260_000), Yen(0)) == 0
    with pytest.raises(Refused, match="返還を命じる額がありません"):
        rules.must_be_something(Yen(0))


def test_twenty_days_are_counted_from_the_day_after_the_order():
    assert rules.due_on(date(2027, 5, 31), 20) == date(2027, 6, 20)


def test_money_comes_in_on_a_day_that_has_been_and_not_before_the_last():
    today, last = date(2027, 6, 10), date(2027, 6, 1)
    rules.must_fit(last, last, today)
    with pytest.raises(Refused, match="今日まで"):
        rules.must_fit(date(2027, 6, 11), last, today)
    with pytest.raises(Refused, match="2027年6月1日以後"):
        rules.must_fit(date(2027, 5, 31), last, today)


@pytest.mark.parametrize("amount", [0, -5, 3_001])
def test_nothing_and_too_much_are_refused(amount):
    with pytest.raises(Refused, match="3,000円"):
        rules.must_be_owed(Yen(amount), Yen(3_000))
    with pytest.raises(Refused, match="3,000円"):
        rules.must_be_accrued(Yen(amount), Yen(3_000))


def test_a_fact_must_be_told():
    with pytest.raises(Refused, match="具体的に"):
        rules.must_be_explained("　")
