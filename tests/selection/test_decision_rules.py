"""What follows from a decision: the letter, the waiting list, the date, a later change."""

from datetime import date

import pytest

from otameshi.core.states import Refused
from otameshi.selection.decision.rules import (
    KINDS,
    Waiting,
    Way,
    because,
    doubts_of_promotion,
    in_line,
    late,
    letter_kind,
    must_differ,
    places_given_up,
)
from otameshi.selection.documents import Before, title_of
from otameshi.selection.rules import Outcome, State

DAY = date(2026, 6, 1)
FIRST, SECOND, THIRD = (Waiting(key, rank, f"組{rank}") for key, rank in ((7, 1), (3, 2), (5, 3)))


@pytest.mark.parametrize(
    ("way", "told", "kind"),
    [
        (Way.DECIDED, False, "selection_selected"),
        (Way.PROMOTED, True, "selection_promoted"),
        (Way.CHANGED, True, "selection_changed"),
        (Way.PROMOTED, False, "selection_selected"),
        (Way.CHANGED, False, "selection_selected"),
    ],
)
def test_who_was_told_nothing_gets_the_plain_result(way: Way, told: bool, kind: str) -> None:  # noqa: FBT001  # a case of the table
    assert letter_kind(way, Outcome.SELECTED, told_before=told) == kind
    assert kind in KINDS


def test_the_waiting_list_is_in_the_order_of_its_ranks() -> None:
    assert in_line([THIRD, FIRST, SECOND]) == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("chosen", "free", "doubts"), [(FIRST, 1, 0), (FIRST, 0, 1), (SECOND, 1, 1), (THIRD, 0, 3)]
)
def test_passing_over_each_one_before_is_to_be_explained(chosen, free, doubts) -> None:
    assert len(doubts_of_promotion([THIRD, FIRST, SECOND], chosen.key, free)) == doubts


def test_places_given_up_are_those_first_decided_that_nobody_holds() -> None:
    assert [places_given_up(*pair) for pair in ((5, 5), (5, 3), (5, 6), (0, 0))] == [0, 2, 0, 0]


def test_the_day_to_answer_by_still_counts() -> None:
    assert [late(DAY, day) for day in (date(2026, 6, 1), date(2026, 6, 2))] == [False, True]
    assert late(None, DAY) is False


def test_why_a_notice_is_made_again() -> None:
    made = {"template": "1", "letter": "2", "paper": "3"}
    assert because(made, dict(made)) == ""
    assert "文面" in because(made, {**made, "template": "9", "letter": "9"})
    assert "記載する内容" in because(made, {**made, "paper": "9"})


def test_a_change_must_change_something() -> None:
    with pytest.raises(Refused, match="同じ"):
        must_differ(Outcome.REJECTED, None, State.REJECTED, None)
    with pytest.raises(Refused, match="同じ"):
        must_differ(Outcome.WAITLISTED, 2, State.WAITLISTED, 2)
    with pytest.raises(Refused, match="順位を入力"):
        must_differ(Outcome.WAITLISTED, None, State.SELECTED, None)
    must_differ(Outcome.WAITLISTED, 3, State.WAITLISTED, 2)


@pytest.mark.parametrize(
    ("before", "outcome", "title"),
    [
        (None, Outcome.SELECTED, "参加者採択通知書"),
        (Outcome.WAITLISTED, Outcome.SELECTED, "参加者採択通知書"),
        (Outcome.SELECTED, Outcome.REJECTED, "参加者採択取消通知書"),
        (Outcome.SELECTED, Outcome.WAITLISTED, "参加者採択取消通知書"),
        (Outcome.REJECTED, Outcome.SELECTED, "参加者選考結果変更通知書"),
    ],
)
def test_a_notice_is_named_by_what_it_does(before, outcome, title) -> None:
    earlier = Before(before, "8産立第1号", DAY) if before else None
    assert title_of(outcome, earlier) == title
