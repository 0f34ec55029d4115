"""What an invoice needs, and the settlement of what was paid in advance."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.invoicing import rules
from otameshi.claims.invoicing.rules import (
    ADVANCE,
    AdvanceState,
    Difference,
    Room,
    Side,
    difference,
    set_off,
)
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen

MONEY = st.integers(0, 10_000_000).map(Yen)


@pytest.mark.parametrize(
    ("settled", "advanced", "to_pay", "to_return"),
    [
        (200_000, 130_000, 70_000, 0),  # 200,000 - 130,000
        (100_000, 130_000, 0, 30_000),  # 130,000 - 100,000
        (130_000, 130_000, 0, 0),
        (200_000, 0, 200_000, 0),
    ],
)
def test_the_difference_is_paid_or_returned(settled, advanced, to_pay, to_return) -> None:
    assert difference(Yen(settled), Yen(advanced)) == Difference(Yen(to_pay), Yen(to_return))


@given(MONEY, MONEY)
def test_with_the_difference_exactly_the_settled_amount_was_paid(settled: Yen, advanced: Yen):
    found = difference(settled, advanced)
    assert advanced + found.to_pay - found.to_return == settled
    assert min(found.to_pay, found.to_return) == 0


def test_rounds_use_up_the_advance_one_after_the_other() -> None:
    """概算払 130,000: 80,000 of the first round, then 130,000 - 80,000 = 50,000 of the second."""
    first = set_off(Yen(80_000), Yen(130_000), Yen(0))
    second = set_off(Yen(70_000), Yen(130_000), first)
    third = set_off(Yen(10_000), Yen(130_000), Yen(first + second))
    assert (first, second, third) == (80_000, 50_000, 0)


@given(st.lists(MONEY, max_size=6), MONEY)
def test_in_all_rounds_together_just_the_settled_amount_is_paid(rounds: list[Yen], advanced: Yen):
    used = 0
    paid = 0
    for settled in rounds:
        now = set_off(settled, advanced, Yen(used))
        used += now
        paid += settled - now
    found = difference(Yen(sum(rounds)), advanced)
    assert paid == found.to_pay
    assert advanced - used == found.to_return


@pytest.mark.parametrize(
    ("amount", "percent", "most"),
    [
        (260_000, 50, 130_000),  # 260,000 x 50 % = 130,000
        (255_500, 40, 102_000),  # 255,500 x 40 % = 102,200
        (1_500, 50, 0),  # 750
        (300_000, 100, 300_000),
        (299_999, 100, 299_000),
        (260_000, 0, 0),
    ],
)
def test_an_advance_goes_up_to_a_share_of_the_decided_amount_in_thousands(amount, percent, most):
    assert rules.advance_limit(Yen(amount), percent) == most


@given(MONEY, st.integers(0, 100))
def test_an_advance_never_passes_the_decided_amount(amount: Yen, percent: int) -> None:
    most = rules.advance_limit(amount, percent)
    assert 0 <= most <= amount
    assert most % 1_000 == 0
    assert most * 100 > amount * percent - 100_000


def room(standing: int = 0, **facts: Any) -> Room:
    return Room(**{"amount": Yen(260_000), "percent": 50, "standing": Yen(standing), **facts})


def test_an_advance_is_for_years_that_allow_it_before_the_first_settlement_one_at_a_time() -> None:
    rules.may_ask(room())
    rules.within(room(), Yen(130_000))
    rules.within(room(100_000), Yen(30_000))
    for facts, words in (
        ({"percent": 0}, "概算払を行っていません"),
        ({"settled": True}, "額の確定のあと"),
        ({"under_way": True}, "手続き中の概算払があります"),
        ({"standing": 130_000}, "上限まで"),
    ):
        with pytest.raises(Refused, match=words):
            rules.may_ask(room(**facts))
    for amount in (0, 130_001):
        with pytest.raises(Refused, match="1円以上130,000円以下"):
            rules.within(room(), Yen(amount))


def test_nothing_is_settled_while_it_is_open_whether_an_advance_is_paid() -> None:
    rules.none_under_way(0)
    with pytest.raises(Refused, match="概算払の手続きが終わっていません"):
        rules.none_under_way(1)


def test_every_move_of_an_advance_in_one_table() -> None:
    table = {
        (state.value, role.value): [move.name for move in ADVANCE.open_to({role}, state)]
        for state in AdvanceState
        for role in Role
        if ADVANCE.open_to({role}, state)
    }
    assert table == {
        ("asked", "applicant"): ["withdraw"],
        ("asked", "officer"): ["check"],
        ("checked", "manager"): ["send_back", "refuse", "approve"],
        ("approved", "treasurer"): ["pay", "come_back"],
        ("unpaid", "applicant"): ["correct"],
        ("paid", "treasurer"): ["come_back"],
    }


def test_a_passbook_is_shown_by_its_cover_and_by_its_spread() -> None:
    rules.passbook_shown(set(Side))
    with pytest.raises(Refused, match="表紙"):
        rules.passbook_shown({Side.SPREAD})
    with pytest.raises(Refused, match="見開き"):
        rules.passbook_shown({Side.COVER})


def test_a_branch_that_left_the_list_takes_no_money() -> None:
    rules.still_there([("松本支店", None)])
    with pytest.raises(Refused, match="「松本支店」は、2026年4月1日の一覧からなくなっています"):
        rules.still_there([("八十二長野銀行", None), ("松本支店", date(2026, 4, 1))])
