"""The retention indicator and what a wave allows."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.states import Refused
from otameshi.followup.rules import (
    Answer,
    Basis,
    Phase,
    Retention,
    Tally,
    YearRetention,
    check_running,
    check_spoken_answer,
    check_wave,
    due,
    may_be_reminded,
    percent,
    phase,
    retention,
    tenths,
)

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)
groups = st.integers(min_value=0, max_value=200)


@pytest.mark.parametrize(
    ("stayed", "whole", "printed"),
    [(14, 19, "73.7"), (12, 20, "60.0"), (15, 19, "78.9"), (0, 7, "0.0"), (7, 7, "100.0")],
)
def test_the_rate_is_rounded_once_half_up(stayed, whole, printed):
    assert percent(tenths(Fraction(stayed, whole))) == printed


def test_an_exact_half_is_rounded_up():
    assert percent(tenths(Fraction(1, 2000))) == "0.1"
    assert percent(tenths(Fraction(1, 16))) == "6.3"


def test_those_who_are_silent_count_in_the_whole_but_not_as_staying():
    found = retention([Answer.STAYED] * 15 + [Answer.LEFT] * 2 + [Answer.SILENT] * 2)
    assert found == Retention(15, 2, 2)
    assert found.rate(Basis.ALL) == Fraction(15, 19)
    assert found.rate(Basis.ANSWERED) == Fraction(15, 17)
    assert (found.lowest, found.highest) == (Fraction(15, 19), Fraction(17, 19))


def test_a_year_without_groups_has_no_rate():
    nobody = Retention(0, 0, 0)
    assert nobody.rate(Basis.ALL) is nobody.rate(Basis.ANSWERED) is nobody.highest is None


@given(stayed=groups, left=groups, silent=groups)
def test_whatever_the_silent_do_the_true_rate_lies_between_the_bounds(stayed, left, silent):
    found = Retention(stayed, left, silent)
    lowest, highest = found.lowest, found.highest
    if lowest is None or highest is None:
        assert found.groups == 0
        return
    for more in range(silent + 1):
        assert lowest <= Fraction(stayed + more, found.groups) <= highest


@given(stayed=groups, others=groups.filter(bool))
def test_printing_a_rate_errs_by_half_a_tenth_at_most(stayed, others):
    rate = Fraction(stayed, stayed + others)
    assert abs(Fraction(tenths(rate), 1000) - rate) <= Fraction(1, 2000)


def test_a_tally_keeps_those_never_asked_among_the_silent():
    assert Tally(19, invited=10, stayed=8, left=1).retention == Retention(8, 1, 10)
    assert Tally(19, 10, 8, 1, refused=2).retention == Retention(8, 1, 8, refused=2)


def test_answers_may_come_until_the_last_day_is_over():
    of_year = YearRetention(2024, Retention(1, 0, 0), 2, wave_id=1, closes_on=LAST)
    assert of_year.running(LAST)
    assert not of_year.running(date(2025, 4, 1))
    assert not YearRetention(2024, Retention(0, 0, 1), 2, None, None).running(LAST)


@pytest.mark.parametrize(
    ("today", "found"),
    [
        (date(2025, 2, 28), Phase.BEFORE),
        (FIRST, Phase.RUNNING),
        (LAST, Phase.RUNNING),
        (date(2025, 4, 1), Phase.CLOSED),
    ],
)
def test_a_wave_runs_from_its_first_day_through_its_last(today, found):
    assert phase(FIRST, LAST, today) is found


def test_letters_leave_only_while_the_wave_runs():
    check_running(Phase.RUNNING)
    for closed in (Phase.BEFORE, Phase.CLOSED):
        with pytest.raises(Refused):
            check_running(closed)


def test_a_wave_does_not_end_before_it_begins():
    check_wave(FIRST, FIRST)
    check_wave(None, None)
    with pytest.raises(Refused, match="締切日"):
        check_wave(LAST, FIRST)
    with pytest.raises(Refused, match="両方"):
        check_wave(FIRST, None)


@pytest.mark.parametrize(
    ("last_day", "months", "on"),
    [
        (date(2025, 2, 28), 0, date(2025, 2, 28)),
        (date(2025, 2, 28), 6, date(2025, 8, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_a_group_is_asked_so_many_months_after_its_stay(last_day, months, on):
    assert due(last_day, months) == on


def test_who_refuses_is_unknown_like_the_silent_but_kept_apart():
    found = Retention(stayed=6, left=2, silent=1, refused=1)
    assert (found.groups, found.unknown) == (10, 2)
    assert (found.rate(Basis.ALL), found.rate(Basis.ANSWERED)) == (Fraction(6, 10), Fraction(6, 8))
    assert (found.lowest, found.highest) == (Fraction(6, 10), Fraction(8, 10))


def test_only_who_said_nothing_is_reminded_and_at_most_twice():
    asked = {"unanswered": True, "asked": True, "revoked": False}
    assert may_be_reminded(1, **asked)
    assert not may_be_reminded(2, **asked)
    for less in ({"unanswered": False}, {"asked": False}, {"revoked": True}):
        assert not may_be_reminded(0, **{**asked, **less})


def test_a_telephone_answer_that_replaces_or_is_late_needs_a_reason():
    check_spoken_answer(Phase.RUNNING, "", answered=False)
    check_spoken_answer(Phase.CLOSED, "郵送の遅れ", answered=True)
    with pytest.raises(Refused, match="書き換える理由"):
        check_spoken_answer(Phase.RUNNING, "  ", answered=True)
    with pytest.raises(Refused, match="締切後"):
        check_spoken_answer(Phase.CLOSED, "", answered=False)
    with pytest.raises(Refused, match="始まっていません"):
        check_spoken_answer(Phase.BEFORE, "早い", answered=False)
