"""Rates, their intervals, chance, the rule of four fifths, and what may leave the office."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.selection.fairness.chance import fisher, wilson
from otameshi.selection.fairness.groups import age_band, region
from otameshi.selection.fairness.rules import (
    Case,
    Counts,
    Group,
    Reading,
    counts,
    dimension,
    hidden,
)
from otameshi.selection.rules import State


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_the_interval_is_that_of_the_published_table(count, of, low, high) -> None:
    assert [f"{float(end):.4f}" for end in wilson(count, of)] == [low, high]


def test_chance_is_that_of_fishers_lady_tasting_tea() -> None:
    # 3 of 4 right and 1 of 4 wrong: (16 + 1 + 16 + 1) / 70
    assert fisher(3, 4, 1, 4) == Fraction(34, 70)
    # all right: (1 + 1) / 70
    assert fisher(4, 4, 0, 4) == Fraction(2, 70)
    # 1 of 12 and 9 of 12, published as 0.002759456
    assert round(fisher(1, 12, 9, 12), 9) == Fraction(2759456, 10**9)


TABLES = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda of: st.tuples(
        st.integers(0, of[0]), st.just(of[0]), st.integers(0, of[1]), st.just(of[1])
    )
)


@settings(max_examples=50)
@given(TABLES)
def test_chance_is_a_probability_and_the_same_from_both_sides(table) -> None:
    count, of, other, of_other = table
    found = fisher(count, of, other, of_other)
    assert 0 < found <= 1
    assert fisher(other, of_other, count, of) == found
    assert fisher(of - count, of, of_other - other, of_other) == found
    low, high = wilson(count, of)
    assert 0 <= low <= Fraction(count, of) <= high <= 1


def cases(name: str, selected: int, rejected: int, ineligible: int = 0) -> list[Case]:
    states = (
        [State.SELECTED] * selected + [State.REJECTED] * rejected + [State.INELIGIBLE] * ineligible
    )
    return [Case(state, {"区分": (name,)}) for state in states]


def test_who_declined_was_selected_and_who_waits_is_not_decided() -> None:
    states = [State.SELECTED, State.DECLINED, State.WAITLISTED, State.PROPOSED, State.INELIGIBLE]
    found = counts(Case(state, {}) for state in [*states, State.SCREENING])
    assert found == Counts(applied=6, passed=4, decided=4, selected=2)
    assert found.rate == Fraction(1, 2)
    assert counts([]).rate is None


def test_groups_are_compared_with_the_best_rate_by_four_fifths() -> None:
    # 甲 16/20 = 0.8 is the best; 乙 13/20 = 0.65 is 0.8125 of it; 丙 2/20 is 1/8 of it;
    # 丁 3/5 = 0.6 is 0.75 of it, which chance explains; 戊 4/4 is too small to be a measure
    all_cases = [
        *cases("甲", 16, 3, 1), *cases("乙", 13, 7), *cases("丙", 2, 18), *cases("丁", 3, 2),
        *cases("戊", 4, 0),
    ]  # fmt: skip
    found = {one.name: one for one in dimension("区分", all_cases).groups}
    assert found["甲"].reading is Reading.BEST
    assert (found["乙"].ratio, found["乙"].reading) == (Fraction(13, 16), Reading.WITHIN)
    assert (found["丙"].ratio, found["丙"].reading) == (Fraction(1, 8), Reading.APART)
    assert (found["丁"].ratio, found["丁"].reading) == (Fraction(3, 4), Reading.CHANCE)
    assert (found["戊"].ratio, found["戊"].reading) == (Fraction(5, 4), Reading.WITHIN)


def test_without_any_decision_nothing_is_compared() -> None:
    waiting = [Case(State.REVIEWING, {"区分": ("甲",)})]
    (one,) = dimension("区分", waiting).groups
    assert (one.ratio, one.reading) == (None, Reading.NONE)


def group(name: str, *figures: int) -> Group:
    return Group(name, Counts(*figures), None, None, Reading.NONE)


def test_small_counts_stay_in_the_office_with_one_more_if_the_total_would_tell() -> None:
    large, other, small = (
        group("甲", 30, 27, 30, 10),
        group("乙", 20, 20, 20, 5),
        group("丙", 2, 2, 2, 0),
    )
    assert hidden([large, other, small]) == {"丙", "乙"}
    assert hidden([large, other]) == set()
    one_failed = group("丁", 30, 29, 30, 10)
    assert hidden([large, one_failed, small]) == {"丁", "丙"}


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2006, 8, 2), "19歳以下"),
        (date(2006, 8, 1), "20代"),
        (date(1967, 8, 1), "50代"),
        (date(1966, 8, 1), "60歳以上"),
        (None, "記入なし"),
    ],
)
def test_age_is_counted_in_bands_on_the_base_date(born, band) -> None:
    assert age_band(born, date(2026, 8, 1)) == band


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (0, "北海道・東北"),
        (12, "関東"),
        (22, "中部"),
        (23, "近畿"),
        (46, "九州・沖縄"),
        (None, "記入なし"),
    ],
)
def test_prefectures_are_counted_in_regions(place, name) -> None:
    assert region(place) == name
