"""The indicator: its figure, its bounds and its interval, with the arithmetic written out."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.questions import Condition, Kind, Question, Questionnaire
from otameshi.core.states import Refused
from otameshi.followup.retention.interval import wilson
from otameshi.followup.retention.meaning import Denominator, Rounding, Unit
from otameshi.followup.retention.rounding import exact, fitting, possible_reason, rounded
from otameshi.followup.retention.rules import (
    Counting,
    Counts,
    Figure,
    check_counting,
    check_reason,
    of_whole,
    total,
)
from otameshi.followup.rules import Answer, Retention, percent

OFFICE, HOME, NOTHING = "オフィス", "住居", "維持しない"
BASE = Question("q1", Kind.CHOICE, "拠点", options=(OFFICE, HOME, NOTHING))
KINDS = Question("q2", Kind.SEVERAL, "拠点の種類", options=(OFFICE, HOME))
ASKED = Questionnaire((BASE, KINDS, Question("q3", Kind.LONG, "ご意見")))
numbers = st.integers(min_value=0, max_value=60)
retentions = st.builds(Retention, numbers, numbers, numbers, numbers, numbers)
denominators = st.sampled_from(Denominator)
T = TypeVar("T")


def known(value: T | None) -> T:
    assert value is not None
    return value


def figure(said: Retention, denominator=Denominator.ALL, rounding=Rounding.HALF_UP) -> Figure:
    return Figure(said, Counting(denominator=denominator, rounding=rounding))


# R6: 19組27名が参加、16組に補助、15組が維持。残る4組は、2組が維持せず、
# 未回答と辞退が1組ずつとする。
R6 = Counts(
    groups=Retention(15, 2, 1, 1),  # 15 + 2 + 1 + 1 = 19
    people=Retention(21, 3, 2, 1),  # 21 + 3 + 2 + 1 = 27
    subsidised_groups=Retention(13, 2, 1, 0),  # 13 + 2 + 1 = 16
    subsidised_people=Retention(18, 3, 2, 0),
)


@pytest.mark.parametrize(
    ("unit", "denominator", "part", "whole", "printed"),
    [
        (Unit.GROUP, Denominator.ALL, 15, 19, "78.9"),  # 15/19 = 0.78947…
        (Unit.GROUP, Denominator.SUBSIDISED, 13, 16, "81.3"),  # 13/16 = 0.8125, half up
        (Unit.GROUP, Denominator.ANSWERED, 15, 17, "88.2"),  # 15/(15+2) = 0.88235…
        (Unit.PERSON, Denominator.ALL, 21, 27, "77.8"),  # 21/27 = 0.77777…
        (Unit.PERSON, Denominator.SUBSIDISED, 18, 23, "78.3"),  # 18/23 = 0.78260…
        (Unit.PERSON, Denominator.ANSWERED, 21, 24, "87.5"),  # 21/(21+3) = 0.875
    ],
)
def test_the_year_says_who_is_counted_and_of_whom(unit, denominator, part, whole, printed):
    counting = Counting(unit=unit, denominator=denominator)
    found = Figure(R6.of(counting), counting)
    assert (found.part, found.whole, found.rate) == (part, whole, Fraction(part, whole))
    assert found.words == f"{part}/{whole} = {printed}"


def test_who_said_nothing_makes_the_bounds():
    """19組: 15 keep a base, 1 is silent, 1 refused. At least 15/19, at most (15+1+1)/19."""
    for denominator in (Denominator.ALL, Denominator.ANSWERED):
        found = figure(R6.groups, denominator)
        assert (found.lowest, found.highest) == (Fraction(15, 19), Fraction(17, 19))


def test_who_has_not_decided_is_inside_the_bounds_and_in_no_part():
    """20組: 14 keep a base, 3 do not, 1 is silent, 2 have not decided: 14/20, at most 17/20;
    of those who answered 14/(14+3)."""
    said = Retention(14, 3, 1, 0, 2)
    assert figure(said).words == "14/20 = 70.0"
    assert (figure(said).lowest, figure(said).highest) == (Fraction(14, 20), Fraction(17, 20))
    assert figure(said, Denominator.ANSWERED).words == "14/17 = 82.4"


def test_r4_prints_as_it_was_published():
    assert figure(Retention(14, 5, 0)).words == "14/19 = 73.7"  # 0.73684…


def test_the_16_subsidised_groups_are_the_whole_only_where_the_year_says_so():
    assert Figure(R6.of(Counting())).whole == 19
    assert Figure(R6.of(Counting(denominator=Denominator.SUBSIDISED))).whole == 16


@pytest.mark.parametrize(
    ("way", "printed"),
    [
        (Rounding.HALF_UP, "78.9"),  # 78.947 → 78.9
        (Rounding.UP, "79.0"),  # 78.947 → 79.0
        (Rounding.DOWN, "78.9"),
        (Rounding.TWICE, "79.0"),  # 78.947 → 78.95 → 79.0
        (Rounding.WHOLE, "79.0"),  # 78.947 → 79 → 79.0
    ],
)
def test_15_of_19_prints_by_each_way_of_rounding(way, printed):
    assert percent(rounded(Fraction(15, 19), way)) == printed


def test_the_published_figure_of_r6_is_explained_but_not_taken_over():
    """(a) to a whole percent, (b) twice, (c) up. Of them (a) does not give the 73.7 of R4."""
    assert set(fitting(Fraction(15, 19), 790)) == {Rounding.UP, Rounding.TWICE, Rounding.WHOLE}
    assert set(fitting(Fraction(14, 19), 737)) == {
        Rounding.HALF_UP, Rounding.UP, Rounding.TWICE,
    }  # fmt: skip
    said = possible_reason(Fraction(15, 19), 790)
    assert "小数第2位までにしてからもう一度四捨五入する" in said
    assert "小数第2位を切り上げる" in said
    assert possible_reason(Fraction(14, 19), 737) == ""
    assert possible_reason(Fraction(15, 19), 790, Rounding.UP) == ""
    assert possible_reason(Fraction(14, 19), 800) == possible_reason(None, 800) == ""


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(15, 19, "78.947…"), (12, 20, "60.0"), (1, 16, "6.25"), (7, 7, "100.0"), (1, 3, "33.333…")],
)
def test_the_exact_share_is_shown_before_it_is_rounded(part, whole, said):
    assert exact(Fraction(part, whole)) == said


def test_a_year_without_anybody_has_no_figure():
    found = figure(Retention(0, 0, 0))
    every = (found.rate, found.tenths, found.lowest, found.highest, found.interval)
    assert [one for one in every if one is not None] == []
    assert found.words == "—"
    nobody_answered = figure(Retention(0, 0, 3), Denominator.ANSWERED)
    assert nobody_answered.rate is None
    assert [nobody_answered.lowest, nobody_answered.highest] == [Fraction(0), Fraction(1)]


@given(retentions, denominators, st.sampled_from(Rounding))
def test_the_bounds_hold_the_figure(said, denominator, rounding):
    found = figure(said, denominator, rounding)
    if found.rate is None:
        return
    assert known(found.lowest) <= found.rate <= known(found.highest)
    interval = known(found.interval)
    assert interval.low <= found.rate <= interval.high
    assert abs(Fraction(known(found.tenths), 1000) - found.rate) <= Fraction(
        1, 200 if rounding is Rounding.WHOLE else 1000
    )


@given(retentions, st.sampled_from(["silent", "refused", "undecided"]))
def test_one_more_unknown_widens_the_bounds_and_moves_no_figure_of_the_answered(said, unknown):
    more = replace(said, **{unknown: getattr(said, unknown) + 1})
    before, after = (figure(one, Denominator.ANSWERED) for one in (said, more))
    assert after.rate == before.rate
    assert after.interval == before.interval
    if before.lowest is None:
        return
    fell = before.lowest - known(after.lowest)
    rose = known(after.highest) - known(before.highest)
    assert fell >= 0
    assert rose >= 0
    assert (fell > 0, rose > 0) == (said.stayed > 0, said.left > 0)


@given(st.lists(retentions, max_size=6), denominators)
def test_figures_by_group_add_up_to_the_whole(each, denominator):
    whole = figure(total(each), denominator)
    parts = [figure(one, denominator) for one in each]
    assert whole.part == sum(one.part for one in parts)
    assert whole.whole == sum(one.whole for one in parts)


@given(numbers, numbers)
def test_a_share_of_few_is_as_uncertain_as_statsmodels_says(part, rest):
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415  # takes a second

    found = wilson(part, part + rest)
    if found is None:
        assert part + rest == 0
        return
    low, high = proportion_confint(part, part + rest, method="wilson")
    assert abs(found.low - low) <= 1e-9
    assert abs(found.high - high) <= 1e-9


def test_none_and_all_of_few_still_have_an_interval():
    """Of 5: none gives 0 to z²/(5+z²) = 3.8415/8.8415 = 0.4345; all gives the mirror of it."""
    none, every = known(wilson(0, 5)), known(wilson(5, 5))
    assert none.low == 0
    assert every.high == 1
    assert none.tenths == (0, 434)
    assert every.tenths == (566, 1000)
    assert known(wilson(15, 19)).tenths == (567, 915)
    assert wilson(0, 0) is None


def test_whoever_is_not_known_to_have_spoken_is_silent():
    said = {Answer.STAYED: 15, Answer.LEFT: 2, Answer.REFUSED: 1}
    assert of_whole(19, said) == Retention(15, 2, 1, 1)


@pytest.mark.parametrize(
    ("keeps", "why"),
    [
        ([], "1つ以上"),
        ([Condition("q1", ())], "1つ以上"),
        ([Condition("q1", (OFFICE, HOME, NOTHING))], "維持しない組がなくなります"),
        ([Condition("q1", ("倉庫",))], "調査票にない"),
        ([Condition("q9", (OFFICE,))], "調査票にない"),
    ],
)
def test_a_way_of_counting_tells_those_who_stay_from_those_who_leave(keeps, why):
    with pytest.raises(Refused, match=why):
        check_counting(Counting(keeps=tuple(keeps)), ASKED)


@pytest.mark.parametrize(
    ("undecided", "why"),
    [
        ((Condition("q1", (HOME,)),), "どちらか一方"),
        ((Condition("q1", (NOTHING,)),), "維持しない組がなくなります"),
        ((Condition("q1", ("未定",)),), "調査票にない"),
    ],
)
def test_an_answer_means_one_thing_and_one_is_left_for_those_who_leave(undecided, why):
    counting = Counting(keeps=(Condition("q1", (OFFICE, HOME)),), undecided=undecided)
    with pytest.raises(Refused, match=why):
        check_counting(counting, ASKED)
    check_counting(replace(counting, keeps=(Condition("q1", (OFFICE,)),), undecided=()), ASKED)


def test_every_box_of_a_question_with_several_answers_may_count():
    keeps = Condition("q1", (OFFICE, HOME)), Condition("q2", (OFFICE, HOME))
    check_counting(Counting(keeps=keeps), ASKED)


def test_once_somebody_has_answered_a_change_needs_a_reason():
    check_reason("", answered=False)
    check_reason("要綱の改正", answered=True)
    with pytest.raises(Refused, match="理由"):
        check_reason(" ", answered=True)


def test_every_way_of_counting_names_its_whole():
    from otameshi.followup.retention.words import WHOLE  # noqa: PLC0415  # of this test alone

    assert set(WHOLE) == set(product(Unit, Denominator))
