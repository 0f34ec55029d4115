"""When a year may be closed."""

from datetime import date

import pytest

from otameshi.claims.closing import rules
from otameshi.claims.closing.rules import STOPS, Item
from otameshi.core.states import Refused

NOTHING = dict.fromkeys(Item, 0)


def test_the_accounts_close_on_the_last_of_may():
    assert rules.accounts_close_on(2026) == date(2027, 5, 31)
    assert rules.early(2026, date(2027, 5, 31)) == 1
    assert rules.early(2026, date(2027, 6, 1)) == 0


def test_a_year_of_which_nothing_is_left_is_closed_without_a_word():
    rules.ready(NOTHING, "")


@pytest.mark.parametrize("item", STOPS)
def test_what_is_being_decided_or_paid_is_done_first(item):
    with pytest.raises(Refused, match=f"{item.label}（2件）"):
        rules.ready({**NOTHING, item: 2}, "急ぐため")


@pytest.mark.parametrize("item", [one for one in Item if one not in STOPS])
def test_what_goes_on_afterwards_is_left_with_a_reason(item):
    rules.ready({**NOTHING, item: 1}, "翌年度に引き継ぐ")
    with pytest.raises(Refused, match="理由を記入"):
        rules.ready({**NOTHING, item: 1}, "　")
