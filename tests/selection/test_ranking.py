"""How the year's method turns sheets into an order, as worked cases and as properties."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.programme.method import Averaging, Method, TieRule, Unfinished
from otameshi.selection.ranking import (
    Marks,
    Scale,
    doubts,
    figures_of,
    full,
    ranks,
    standing,
    tied,
)
from otameshi.selection.rules import Outcome, SheetState

PLAN = Scale(1, "計画", weight=2, most=5, floor=2)
WILL = Scale(2, "意欲", weight=1, most=5, floor=0)
SCALES = [PLAN, WILL]


def sheet(plan: int, will: int, name: str = "甲", key: int = 1) -> Marks:
    return Marks(name, SheetState.FINAL, {1: plan, 2: will}, key)


@pytest.mark.parametrize(
    ("totals", "mean", "median", "trimmed"),
    [
        ([3], 3, 3, 3),
        ([2, 5], Fraction(7, 2), Fraction(7, 2), Fraction(7, 2)),  # nothing to trim
        ([1, 4, 5], Fraction(10, 3), 4, 4),
        ([1, 2, 4, 5], 3, 3, 3),
        ([1, 1, 2, 3, 5], Fraction(12, 5), 2, 2),  # (1 + 2 + 3) / 3
    ],
)
def test_totals_have_a_mean_a_median_and_a_trimmed_mean(totals, mean, median, trimmed) -> None:
    found = figures_of([Fraction(one) for one in totals])
    assert (found.mean, found.median, found.trimmed) == (mean, median, trimmed)


def test_the_year_chooses_by_which_of_them_it_ranks() -> None:
    # totals (2 x 1 + 4) / 3 = 2, (2 x 4 + 4) / 3 = 4, (2 x 5 + 5) / 3 = 5
    sheets = [sheet(1, 4), sheet(4, 4), sheet(5, 5)]
    by = {one: standing(SCALES, sheets, Method(averaging=one)).score for one in Averaging}
    assert by == {"mean": Fraction(11, 3), "median": 4, "trimmed": 4}


def test_the_interview_joins_with_its_share_and_its_lack_is_to_be_explained() -> None:
    method = Method(interview_share=30)
    before = standing(SCALES, [sheet(4, 4)], method)
    assert before.lacks_interview
    assert before.score == 4
    assert doubts("組", before, Outcome.SELECTED) == ["組は、面談の点がまだありません。"]
    assert doubts("組", before, Outcome.REJECTED) == []
    after = standing(SCALES, [sheet(4, 4)], method, interview=Fraction(2))
    assert after.score == Fraction(34, 10)  # 0.7 x 4 + 0.3 x 2
    assert doubts("組", after, Outcome.SELECTED) == []
    whole = standing(SCALES, [sheet(4, 4)], Method(interview_share=100), Fraction(2))
    assert whole.score == 2
    assert standing(SCALES, [sheet(4, 4)], Method(), Fraction(2)).score == 4


def test_a_year_may_wait_with_the_rank_until_all_have_finished() -> None:
    sheets = [sheet(5, 5), Marks("乙", SheetState.DRAFT, {1: 1})]
    at_once = standing(SCALES, sheets)
    waits = standing(SCALES, sheets, Method(unfinished=Unfinished.UNRANKED))
    assert (at_once.ranked, waits.ranked) == (True, False)
    assert waits.score == 5
    assert waits.missing == ("乙",)


def test_ties_share_a_rank_and_the_rule_gives_only_the_order_in_the_list() -> None:
    # all have the score 4: plan 4 4, plan 5 and 3 with will 4, plan 3 with will 6 of another scale
    one = [sheet(4, 4), sheet(4, 4)]
    wide = [sheet(5, 4), sheet(3, 4)]
    willing = [sheet(3, 5), sheet(4, 5)]  # 11/3 and 13/3
    found = {
        rule: [standing(SCALES, each, Method(tie_rule=rule)) for each in (one, wide, willing)]
        for rule in TieRule
    }
    for each in found.values():
        places = ranks(dict(enumerate(each)))
        assert places == {0: 1, 1: 1, 2: 1}
        assert tied(places) == {0, 1, 2}
    # the heavier criterion first (4, 4, 3.5), then the smaller spread (0, 4/3)
    assert sorted(range(3), key=lambda n: found[TieRule.CRITERIA][n].tie_order) == [0, 1, 2]
    assert sorted(range(3), key=lambda n: found[TieRule.SPREAD][n].tie_order) == [0, 2, 1]
    assert {each.tie_order for rule in (TieRule.LOT, TieRule.NUMBER) for each in found[rule]} == {
        ()
    }


def test_nobody_is_tied_alone() -> None:
    assert tied({1: 1, 2: 2}) == set()


def test_severity_fills_a_second_column_and_never_the_rank() -> None:
    sheets = [sheet(5, 5, "甘", 1), sheet(3, 3, "辛", 2)]
    plain = standing(SCALES, sheets)
    even = standing(SCALES, sheets, severity={1: Fraction(1), 2: Fraction(-1, 2)})
    assert plain.adjusted is None
    assert even.score == 4
    assert even.adjusted == Fraction(15, 4)  # (5 - 1 + 3 + 1/2) / 2


METHODS = st.builds(
    Method, averaging=st.sampled_from(Averaging), interview_share=st.integers(0, 100)
)
PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=5)
WEIGHTS = st.lists(st.integers(1, 9), min_size=1, max_size=5)


@settings(max_examples=50)
@given(METHODS, PAIRS, PAIRS, st.data())
def test_raising_a_point_never_lowers_the_rank_by_any_method(method, mine, other, data) -> None:
    which = data.draw(st.integers(0, len(mine) - 1))
    plan, will = mine[which]
    raised = [*mine[:which], (plan, min(will + 1, 5)), *mine[which + 1 :]]

    def place(pairs):
        both = {0: pairs, 1: other}
        found = {
            key: standing(SCALES, [sheet(*one) for one in each], method, Fraction(3))
            for key, each in both.items()
        }
        return ranks(found).get(0, 3)

    assert place(raised) <= place(mine)


@settings(max_examples=50)
@given(WEIGHTS, st.integers(1, 5), METHODS)
def test_weights_sum_as_declared_so_that_equal_points_give_those_points(weights, n, method) -> None:
    scales = [Scale(key, f"{key}", weight, 5, 0) for key, weight in enumerate(weights)]
    one = Marks("甲", SheetState.FINAL, dict.fromkeys(range(len(weights)), n))
    assert standing(scales, [one, one], method, Fraction(n)).score == n
    assert full(scales) == 5


@settings(max_examples=50)
@given(WEIGHTS)
def test_each_criterion_moves_the_total_by_its_weight(weights) -> None:
    scales = [Scale(key, f"{key}", weight, 5, 0) for key, weight in enumerate(weights)]
    low = dict.fromkeys(range(len(weights)), 1)
    moved = [
        standing(scales, [Marks("甲", SheetState.FINAL, {**low, key: 2})]).paper
        for key in range(len(weights))
    ]
    assert [one - 1 for one in moved if one is not None] == [
        Fraction(weight, sum(weights)) for weight in weights
    ]
