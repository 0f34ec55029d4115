"""加算金 and 延滞金, with the arithmetic written out. At 10.95 % a day costs 0.0003."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.after.interest import Charge, Order, Owed, Sum, owed, received_last
from otameshi.core.yen import Yen

RATE = Fraction(1_095, 10_000)
PAID = date(2027, 4, 20)
DUE = date(2027, 6, 20)


def sums(*found: tuple[date, int]) -> tuple[Sum, ...]:
    return tuple(Sum(on, Yen(amount)) for on, amount in found)


def order(*received: tuple[date, int], **facts) -> Order:
    standard = {
        "received": sums(*(received or ((PAID, 300_000),))),
        "due_on": DUE,
        "rate": RATE,
        "surcharged": True,
        "waived_surcharge": Yen(0),
        "waived_late": Yen(0),
    }
    return Order(**{**standard, **facts})


def days(found: Owed) -> list[tuple[Charge, int, int]]:
    return [(one.charge, one.days, one.amount) for one in found.stretches]


def test_the_surcharge_counts_the_day_of_receipt_and_the_day_of_payment():
    found = owed(order(), sums((date(2027, 5, 31), 300_000)), date(2027, 5, 31))
    # 20 to 30 April are 11 days, May has 31: 42 days. 300,000 × 42 × 0.0003 = 3,780
    assert days(found) == [(Charge.SURCHARGE, 42, 300_000)]
    assert (found.surcharge, found.late, found.whole, found.left) == (3_780, 0, 303_780, 3_780)


def test_a_part_paid_counts_from_the_next_day():
    paid = sums((date(2027, 5, 10), 100_000), (date(2027, 5, 31), 200_000))
    found = owed(order(), paid, date(2027, 5, 31))
    # 20 April to 10 May: 21 days at 300,000; 11 to 31 May: 21 days at 200,000
    # (6,300,000 + 4,200,000) × 0.0003 = 3,150
    assert days(found) == [(Charge.SURCHARGE, 21, 300_000), (Charge.SURCHARGE, 21, 200_000)]
    assert (found.surcharge, found.principal_left, found.left) == (3_150, 0, 3_150)


def test_what_comes_in_pays_the_grant_itself_before_the_surcharge():
    found = owed(order(), sums((date(2027, 5, 31), 303_780)), date(2027, 9, 30))
    # All of the grant is back on 31 May, so nothing runs on: 3,780 as above, and it is paid.
    assert (found.principal_left, found.surcharge, found.left) == (0, 3_780, 0)


def test_late_days_begin_after_the_day_that_was_set_and_both_charges_run():
    found = owed(order(), (), date(2027, 6, 30))
    # 20 April to 30 June: 11 + 31 + 30 = 72 days × 300,000 × 0.0003 = 6,480
    # 21 to 30 June: 10 days × 300,000 × 0.0003 = 900
    assert (found.surcharge, found.late) == (6_480, 900)
    assert owed(order(), (), DUE).late == 0


def test_without_a_surcharge_only_lateness_costs():
    found = owed(order(surcharged=False), sums((date(2027, 6, 20), 100_000)), date(2027, 6, 30))
    # 21 to 30 June: 10 days × 200,000 × 0.0003 = 600
    assert days(found) == [(Charge.LATE, 10, 200_000)]
    assert (found.surcharge, found.late, found.left) == (0, 600, 200_600)


def test_a_leap_day_is_a_day_and_the_year_still_has_365():
    found = owed(
        order((date(2028, 2, 28), 1_000_000), due_on=date(2028, 4, 1)), (), date(2028, 3, 1)
    )
    # 28 and 29 February, 1 March: 3 days × 1,000,000 × 0.0003 = 900
    assert found.surcharge == 900


def test_a_fraction_of_a_yen_is_dropped_of_the_whole_sum_once():
    found = owed(order((PAID, 12_345)), (), date(2027, 4, 26))
    # 7 days × 12,345 = 86,415; × 0.0003 = 25.9245
    assert found.surcharge == 25
    paid = sums((date(2027, 4, 22), 5_000))
    found = owed(order((PAID, 12_345)), paid, date(2027, 4, 26))
    # 3 × 12,345 + 4 × 7,345 = 37,035 + 29,380 = 66,415; × 0.0003 = 19.9245 (11 + 8 = 19 if each
    # were cut, and 19 here)
    assert found.surcharge == 19


def test_of_several_payments_the_last_is_asked_back_first():
    payments = sums((date(2026, 9, 15), 130_000), (date(2027, 3, 25), 70_000))
    # 100,000 = 70,000 of 25 March + 30,000 of 15 September
    assert received_last(payments, Yen(100_000), Yen(0)) == sums(
        (date(2026, 9, 15), 30_000), (date(2027, 3, 25), 70_000)
    )
    # An earlier order took 80,000: all of March and 10,000 of September
    assert received_last(payments, Yen(50_000), Yen(80_000)) == sums((date(2026, 9, 15), 50_000))
    with pytest.raises(ValueError, match="more is asked back"):
        received_last(payments, Yen(130_000), Yen(80_000))


def test_each_payment_costs_from_its_own_day():
    received = (date(2026, 9, 15), 30_000), (date(2027, 3, 25), 70_000)
    found = owed(order(*received), (), date(2027, 3, 31))
    # 15 September to 24 March: 16 + 31 + 30 + 31 + 31 + 28 + 24 = 191 days × 30,000 = 5,730,000
    # 25 to 31 March: 7 days × 100,000 = 700,000; 6,430,000 × 0.0003 = 1,929
    assert days(found) == [(Charge.SURCHARGE, 191, 30_000), (Charge.SURCHARGE, 7, 100_000)]
    assert found.surcharge == 1_929


def test_what_is_waived_is_not_owed():
    waived = order(waived_surcharge=Yen(6_000), waived_late=Yen(5_000))
    found = owed(waived, (), date(2027, 6, 30))
    # 6,480 - 6,000 = 480; 900 - 5,000 leaves nothing
    assert (found.surcharge, found.late) == (480, 0)


DAYS = st.dates(date(2027, 4, 20), date(2029, 4, 20))
YEN = st.integers(1, 400_000)
CAME = st.lists(st.tuples(DAYS, YEN), max_size=5).map(lambda found: sums(*found))
ORDERS = st.builds(
    lambda received, due, surcharged: order(*received, due_on=due, surcharged=surcharged),
    st.lists(st.tuples(st.dates(date(2026, 8, 1), PAID), YEN), min_size=1, max_size=3),
    DAYS,
    st.booleans(),
)


@given(ORDERS, CAME, DAYS)
def test_another_day_never_makes_it_cheaper(one, came, day):
    before = owed(one, came, day)
    after = owed(one, [each for each in came if each.on <= day], day + timedelta(days=1))
    assert after.whole >= before.whole


@given(ORDERS, CAME, st.tuples(DAYS, YEN), DAYS)
def test_paying_a_part_never_makes_it_dearer(one, came, more, day):
    assert owed(one, [*came, *sums(more)], day).whole <= owed(one, came, day).whole


@given(ORDERS, CAME, DAYS)
def test_nothing_costs_nothing(one, came, day):
    free = owed(replace(one, rate=Fraction(0)), came, day)
    assert (free.surcharge, free.late, free.whole) == (0, 0, one.principal)
    none = owed(replace(one, received=()), came, day)
    assert (none.whole, none.left, none.stretches) == (0, 0, ())


@given(ORDERS, CAME, DAYS)
def test_the_table_of_days_is_the_sum_day_by_day(one, came, day):
    """Another way to count: walk the days, and ask of each what is out at its end."""
    found = owed(one, came, day)
    walked, at = 0, min(each.on for each in one.received)
    while at <= day:
        out = sum(each.amount for each in one.received if each.on <= at)
        back = min(sum(each.amount for each in came if each.on < at), one.principal)
        walked += out - back if one.surcharged else 0
        walked += out - back if at > one.due_on else 0
        at += timedelta(days=1)
    assert walked == sum(each.product for each in found.stretches)
