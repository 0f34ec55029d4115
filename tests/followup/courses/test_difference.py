"""Differences between groups of 組, with what they do not tell."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.followup.courses.difference import Share, comparisons, difference, lines

SHARES = st.builds(Share, st.integers(0, 40), st.integers(0, 40), st.integers(0, 9))


def test_a_difference_by_hand():
    # Subsidised 13 of 16, others 2 of 3: 39/48 - 32/48 = 7/48.
    found = difference(Share(13, 3), Share(2, 1))
    assert found is not None
    assert found.value == Fraction(7, 48)
    # Wilson: 13/16 lies in 0.5699..0.9341, 2/3 in 0.2077..0.9385. So
    # 0.1458 - √(0.2426² + 0.2718²) = -0.2185, and 0.1458 + √(0.1216² + 0.4590²) = 0.6207.
    assert found.interval.low == pytest.approx(-0.2185, abs=2e-4)
    assert found.interval.high == pytest.approx(0.6207, abs=2e-4)


def test_without_an_answer_on_one_side_there_is_no_difference():
    assert difference(Share(3, 1), Share(0, 0, unknown=4)) is None


def test_each_value_stands_beside_all_others():
    table = lines({"東京": Share(3, 1), "大阪": Share(2, 2, 1), "愛知": Share(0, 0, 2)})
    assert [(one.name, one.others) for one in table] == [
        ("東京", Share(2, 2, 3)), ("大阪", Share(3, 1, 2)), ("愛知", Share(5, 3, 1)),
    ]  # fmt: skip
    assert [one.difference is None for one in table] == [False, False, True]
    assert comparisons(table) == 2


def test_two_values_that_face_each_other_are_one_comparison():
    assert comparisons(lines({"あり": Share(13, 3), "なし": Share(2, 1)})) == 1
    assert comparisons(lines({"あり": Share(13, 3), "なし": Share(0, 0)})) == 0


def test_few_answers_on_either_side_are_marked():
    table = lines({"あり": Share(13, 3), "なし": Share(2, 1, unknown=30)})
    assert all(one.few for one in table)


def test_a_value_that_stands_alone_is_not_marked_for_having_nobody_beside_it():
    assert [one.few for one in lines({"2回以上": Share(41, 13)})] == [False]


@given(SHARES, SHARES)
def test_a_difference_lies_in_its_interval_and_turns_with_its_sides(one, other):
    found, turned = difference(one, other), difference(other, one)
    if found is None:
        assert turned is None
        return
    assert turned is not None
    assert -1 <= found.interval.low <= found.value <= found.interval.high <= 1 + 1e-12
    assert turned.value == -found.value
    assert turned.interval.low == pytest.approx(-found.interval.high, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(SHARES, SHARES)
def test_the_interval_is_that_of_statsmodels(one, other):
    from statsmodels.stats.proportion import (  # noqa: PLC0415  # takes a second: here alone
        confint_proportions_2indep,
    )

    found = difference(one, other)
    if found is None:
        return
    low, high = confint_proportions_2indep(
        one.kept, one.answered, other.kept, other.answered, method="newcomb", compare="diff"
    )
    assert found.interval.low == pytest.approx(low, abs=1e-9)
    assert found.interval.high == pytest.approx(high, abs=1e-9)
