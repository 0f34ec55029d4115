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
    ChoiceFact,
    Phase,
    Retention,
    Tally,
    YearRetention,
    check_running,
    check_spoken_answer,
    check_wave,
    may_be_reminded,
    percent,
    phase,
    retention,
    tenths,
)

STAY, GO = ChoiceFact("拠点を置く", counts=True), ChoiceFact("維持しない", counts=False)
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
    assert Tally(groups=19, invited=10, answered=9, stayed=8).retention == Retention(8, 1, 10)


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


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ([STAY], "2つ以上"),
        ([STAY, STAY], "同じ選択肢"),
        ([STAY, ChoiceFact("住む", counts=True)], "それぞれ1つ以上"),
        ([GO, ChoiceFact("未定", counts=False)], "それぞれ1つ以上"),
    ],
)
def test_a_wave_needs_answers_that_count_and_that_do_not(choices, why):
    with pytest.raises(Refused, match=why):
        check_wave(FIRST, LAST, choices)


def test_a_wave_does_not_end_before_it_begins():
    check_wave(FIRST, FIRST, [STAY, GO])
    with pytest.raises(Refused, match="締切日"):
        check_wave(LAST, FIRST, [STAY, GO])


def test_only_the_silent_are_reminded_and_at_most_twice():
    assert may_be_reminded(Answer.SILENT, 1, asked=True, revoked=False)
    assert not may_be_reminded(Answer.SILENT, 2, asked=True, revoked=False)
    assert not may_be_reminded(Answer.LEFT, 0, asked=True, revoked=False)
    assert not may_be_reminded(Answer.SILENT, 0, asked=False, revoked=False)
    assert not may_be_reminded(Answer.SILENT, 0, asked=True, revoked=True)


def test_a_telephone_answer_that_replaces_or_is_late_needs_a_reason():
    check_spoken_answer(Phase.RUNNING, "", answered=False)
    check_spoken_answer(Phase.CLOSED, "郵送の遅れ", answered=True)
    with pytest.raises(Refused, match="書き換える理由"):
        check_spoken_answer(Phase.RUNNING, "  ", answered=True)
    with pytest.raises(Refused, match="締切後"):
        check_spoken_answer(Phase.CLOSED, "", answered=False)
    with pytest.raises(Refused, match="始まっていません"):
        check_spoken_answer(Phase.BEFORE, "早い", answered=False)
