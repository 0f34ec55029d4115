"""What a report on input tax credits may say."""

from datetime import date

import pytest

from otameshi.claims.after.rules import Repaying
from otameshi.claims.taxes import rules
from otameshi.claims.taxes.rules import Standing, State
from otameshi.core.states import Refused
from otameshi.core.yen import Yen

MOST = Yen(240_000)


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.GENERAL])
def test_who_gets_nothing_back_reports_nothing(standing):
    rules.must_fit(standing, Yen(0), MOST)
    rules.must_be_shown(standing, "", document=False)
    with pytest.raises(Refused, match="0円です"):
        rules.must_fit(standing, Yen(1), MOST)


def test_who_files_in_full_shows_how_it_came_about():
    # 240,000 yen with 10 % tax in it: 240,000 × 10 / 110 = 21,818
    rules.must_fit(Standing.GENERAL, Yen(21_818), MOST)
    rules.must_be_shown(Standing.GENERAL, "240,000円×10／110", document=True)
    with pytest.raises(Refused, match="計算"):
        rules.must_be_shown(Standing.GENERAL, " ", document=True)
    with pytest.raises(Refused, match="申告書の写し"):
        rules.must_be_shown(Standing.GENERAL, "240,000円×10／110", document=False)


def test_nobody_gets_more_back_than_was_paid():
    with pytest.raises(Refused, match="240,000円"):
        rules.must_fit(Standing.GENERAL, Yen(240_001), MOST)


def test_a_report_is_late_the_day_after_it_was_due():
    due = date(2027, 11, 30)
    assert not rules.overdue(due, State.NONE, due)
    assert rules.overdue(due, State.NONE, date(2027, 12, 1))
    assert rules.overdue(due, State.RETURNED, date(2027, 12, 1))
    assert not rules.overdue(due, State.REPORTED, date(2027, 12, 1))
    assert not rules.overdue(None, State.NONE, date(2099, 1, 1))


def test_one_letter_a_day_is_enough():
    today = date(2027, 11, 1)
    assert rules.may_ask_again(None, today)
    assert rules.may_ask_again(date(2027, 10, 31), today)
    assert not rules.may_ask_again(today, today)


def test_what_was_got_back_is_asked_for_once():
    done, some = State.ACKNOWLEDGED, Yen(21_818)
    assert rules.wants_order(done, some, None)
    assert rules.wants_order(done, some, Repaying.DROPPED)
    assert not rules.wants_order(done, some, Repaying.PREPARED)
    assert not rules.wants_order(done, Yen(0), None)
    assert not rules.wants_order(State.REPORTED, some, None)
