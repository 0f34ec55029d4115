"""Who may decline, and what staff may take down: the rules alone."""

from datetime import date, timedelta

import pytest

from otameshi.core.states import Refused, TooOften
from otameshi.followup.answering.rules import (
    MOST_ANSWERS,
    MOST_SAVES,
    WINDOW,
    check_answers,
    check_day,
    check_declining,
    check_told_refusal,
    next_save,
)
from otameshi.followup.rules import Phase
from tests.followup.make import IN_MARCH

SECOND = timedelta(seconds=1)


def test_ten_answers_by_a_link_in_a_quarter_of_an_hour_are_enough():
    given = [IN_MARCH + n * SECOND for n in range(MOST_ANSWERS)]
    check_answers(given[1:], IN_MARCH + WINDOW - SECOND)
    with pytest.raises(TooOften, match="1分ほど待って") as told:
        check_answers(given, IN_MARCH + WINDOW - SECOND)
    assert told.value.wait == SECOND
    check_answers(given, IN_MARCH + WINDOW)  # the first of them is a quarter of an hour old


def test_saves_are_counted_from_the_first_of_a_quarter_of_an_hour():
    assert next_save(None, 0, IN_MARCH) == (IN_MARCH, 1)
    late = IN_MARCH + 5 * timedelta(minutes=1)
    assert next_save(IN_MARCH, MOST_SAVES - 1, late) == (IN_MARCH, MOST_SAVES)
    with pytest.raises(TooOften, match="10分ほど待って") as told:
        next_save(IN_MARCH, MOST_SAVES, late)
    assert told.value.wait == timedelta(minutes=10)
    assert next_save(IN_MARCH, MOST_SAVES, IN_MARCH + WINDOW) == (IN_MARCH + WINDOW, 1)


def test_who_has_said_nothing_may_decline():
    check_declining(answered=False, refused=False)
    with pytest.raises(Refused, match="すでに受け付けています"):
        check_declining(answered=False, refused=True)
    with pytest.raises(Refused, match="連絡先まで"):
        check_declining(answered=True, refused=False)


@pytest.mark.parametrize(
    ("phase", "note", "answered", "refused", "said"),
    [
        (Phase.RUNNING, "", False, False, None),
        (Phase.BEFORE, "電話で", False, False, "まだ始まっていません"),
        (Phase.RUNNING, "電話で", False, True, "すでに記録"),
        (Phase.RUNNING, " ", True, False, "辞退に替える理由"),
        (Phase.RUNNING, "取り消したい", True, False, None),
        (Phase.CLOSED, "", False, False, "締切後に記録する理由"),
        (Phase.CLOSED, "遅れて届いた", False, False, None),
    ],
)
def test_a_refusal_told_to_staff_is_noted_once_and_late_with_a_reason(
    phase, note, answered, refused, said
):
    if said is None:
        check_told_refusal(phase, note, answered=answered, refused=refused)
        return
    with pytest.raises(Refused, match=said):
        check_told_refusal(phase, note, answered=answered, refused=refused)


def test_an_answer_was_given_after_the_wave_began_and_not_in_the_future():
    first, today = date(2025, 3, 1), date(2025, 3, 10)
    for day in (first, today):
        check_day(day, first, today)
    with pytest.raises(Refused, match="今日まで"):
        check_day(date(2025, 3, 11), first, today)
    with pytest.raises(Refused, match="調査を始めた日以後"):
        check_day(date(2025, 2, 28), first, today)
