"""What a wave allows, and how its answers are counted."""

from datetime import date

import pytest

from otameshi.core.states import Refused
from otameshi.followup.rules import (
    Phase,
    Retention,
    Tally,
    check_running,
    check_spoken_answer,
    check_wave,
    due,
    may_be_reminded,
    phase,
)

FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)


def test_a_tally_keeps_those_never_asked_among_the_silent():
    assert Tally(19, invited=10, stayed=8, left=1).retention == Retention(8, 1, 10)
    assert Tally(19, 10, 8, 1, refused=2).retention == Retention(8, 1, 8, refused=2)


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
