"""Krippendorff's alpha: his own example with its arithmetic, and what must hold of any."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.selection.agreement import (
    Reading,
    compared,
    interval,
    nominal,
    ordinal,
    reading,
)

# Krippendorff 2011, section "any number of observers, missing data": observers A to D, 12 units.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
UNITS = [[mark for mark in unit if mark is not None] for unit in zip(*OBSERVERS, strict=True)]


def test_krippendorffs_example_gives_his_figures() -> None:
    # Unit 12 has one value and pairs with nothing: n = 40, of which n1..n5 = 9, 13, 10, 5, 3.
    # Coincidences off the diagonal: o12 = o23 = 4/3, o13 = o14 = o24 = o34 = 1/3.
    # nominal: Σ o = 4, Σ n n = 9x13 + 9x10 + 9x5 + 9x3 + 13x10 + 13x5 + 13x3 + 10x5 + 10x3 + 5x3
    #   = 608, alpha = 1 - 39 x 4 / 608 = 113/152 = 0.743
    assert nominal(UNITS) == Fraction(113, 152)
    # interval: Σ o d² = 4/3 + 4/3 + 9/3 + 4/3 + 4/3 + 1/3 = 26/3;
    #   Σ n n d² = 117 + 4x90 + 9x45 + 16x27 + 130 + 4x65 + 9x39 + 50 + 4x30 + 15 = 2240;
    #   alpha = 1 - 39 x 26/3 / 2240 = 951/1120 = 0.849
    assert interval(UNITS) == Fraction(951, 1120)
    # ordinal: the middles of the ranks are 4.5, 15.5, 27, 34.5, 38.5: 0.815
    found = ordinal(UNITS)
    assert found is not None
    assert round(found, 3) == Fraction(815, 1000)
    assert compared(UNITS) == 11


@pytest.mark.parametrize("units", [[], [[3]], [[3, 3], [3, 3]]])
def test_where_nothing_could_disagree_there_is_no_figure(units) -> None:
    assert interval(units) is None
    assert ordinal(units) is None


def test_equal_points_agree_wholly_and_opposite_ones_less_than_by_chance() -> None:
    assert interval([[1, 1], [5, 5]]) == 1
    # o15 = 4 halves each way, n1 = n5 = 2: 1 - 3 x 32 x 2 / (2 x 2 x 2 x 16) < 0
    opposite = interval([[1, 5], [5, 1]])
    assert opposite is not None
    assert opposite < 0


@pytest.mark.parametrize(
    ("alpha", "words"),
    [
        (None, Reading.UNKNOWN),
        (Fraction(8, 10), Reading.RELIABLE),
        (Fraction(7, 10), Reading.TENTATIVE),
        (Fraction(667, 1000), Reading.TENTATIVE),
        (Fraction(1, 2), Reading.LOW),
        (Fraction(-1), Reading.LOW),
    ],
)
def test_what_the_figure_means_is_said(alpha, words) -> None:
    assert reading(alpha) is words


MANY = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), max_size=8)


@settings(max_examples=50)
@given(MANY, st.randoms())
def test_neither_the_order_of_reviewers_nor_of_candidates_matters(units, random) -> None:
    mixed = [random.sample(unit, len(unit)) for unit in units]
    random.shuffle(mixed)
    for alpha in (interval, ordinal, nominal):
        assert alpha(mixed) == alpha(units)


@settings(max_examples=50)
@given(MANY, st.integers(1, 9), st.integers(-9, 9))
def test_another_scale_of_the_same_points_agrees_as_well(units, factor, shift) -> None:
    def moved(change):
        return [[change(mark) for mark in unit] for unit in units]

    assert interval(moved(lambda mark: factor * mark + shift)) == interval(units)
    stretched = dict(zip(range(1, 6), sorted({m**3 for m in range(1, 6)}), strict=True))
    assert all(low < high for low, high in pairwise(stretched.values()))
    assert ordinal(moved(stretched.__getitem__)) == ordinal(units)


@settings(max_examples=50)
@given(MANY)
def test_nobody_agrees_more_than_wholly(units) -> None:
    for alpha in (interval(units), ordinal(units)):
        assert alpha is None or alpha <= 1
