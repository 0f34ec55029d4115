"""When applicants may expect what comes next."""

from datetime import date

import pytest

from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.programme.schedule import SELECTING, Expected, Precision, Step, check, coming

CLOSES = japan(2026, 5, 18, 17)


def third(step: Step, month: int, day: int) -> Expected:
    return Expected(step, date(2026, month, day), Precision.THIRD)


PLAN = (third(Step.PAPERS, 6, 5), third(Step.INTERVIEW, 6, 15), third(Step.RESULT, 7, 3))


@pytest.mark.parametrize(
    ("on", "precision", "words", "last"),
    [
        (date(2026, 7, 8), Precision.DAY, "7月8日", date(2026, 7, 8)),
        (date(2026, 7, 10), Precision.THIRD, "7月上旬", date(2026, 7, 10)),
        (date(2026, 7, 11), Precision.THIRD, "7月中旬", date(2026, 7, 20)),
        (date(2026, 7, 31), Precision.THIRD, "7月下旬", date(2026, 7, 31)),
        (date(2028, 2, 3), Precision.MONTH, "2月", date(2028, 2, 29)),
    ],
)
def test_a_time_is_told_as_exactly_as_it_is_promised(on, precision, words, last) -> None:
    found = Expected(Step.RESULT, on, precision)
    assert (found.words, found.last) == (words, last)


def test_all_that_is_still_to_come_is_told_in_one_sentence() -> None:
    told = coming(PLAN, SELECTING, date(2026, 5, 20))
    assert told == "書類審査の結果は6月上旬、面談は6月中旬、選考の結果は7月上旬の予定です。"


def test_what_the_calendar_is_past_is_not_promised_again() -> None:
    assert coming(PLAN, SELECTING, date(2026, 6, 21)) == "選考の結果は7月上旬の予定です。"
    assert coming(PLAN, SELECTING, date(2026, 7, 11)) == ""


def test_other_steps_are_not_told() -> None:
    assert coming(PLAN, (Step.GRANT,), date(2026, 5, 20)) == ""


def test_a_plan_may_not_run_backwards() -> None:
    with pytest.raises(Refused, match="「選考の結果」の予定は、「面談」より後"):
        check((third(Step.INTERVIEW, 7, 15), third(Step.RESULT, 7, 3)), CLOSES)


def test_two_steps_may_share_a_third_of_a_month() -> None:
    check((third(Step.INTERVIEW, 7, 9), third(Step.RESULT, 7, 3)), CLOSES)


def test_no_outcome_is_planned_before_the_call_closes() -> None:
    with pytest.raises(Refused, match="募集の締切より後"):
        check((third(Step.PAPERS, 4, 20),), CLOSES)
