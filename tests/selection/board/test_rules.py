"""What a scenario says: ties at the border, what is out of date, what differs, what it costs."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from otameshi.applications.prefectures import PREFECTURES
from otameshi.applications.rules import Kind
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.selection import cohort, ranking
from otameshi.selection.board import balance, rules
from otameshi.selection.board.expected import Plan, expected
from otameshi.selection.board.rules import Choice, Line, Tie
from otameshi.selection.rules import Outcome, SheetState, State
from otameshi.subsidy import cohort_step, read
from tests.make import EXAMPLE_RULEBOOK

SELECTED, WAITS = Choice(Outcome.SELECTED), Choice(Outcome.WAITLISTED, 1)
REJECTED = Choice(Outcome.REJECTED)
BOOK = read(EXAMPLE_RULEBOOK)


def line(key: int, prefecture: str = "東京都", kind: Kind = Kind.SOLE) -> Line:
    of = State.REVIEWING
    return Line(key, key, 1, of, None, None, f"R8-{key:04}", kind, 1, prefecture, None, None)


def test_a_tie_counts_only_where_the_border_runs_through_it() -> None:
    ranks = {1: 1, 2: 2, 3: 2, 4: 2, 5: 5, 6: 5}
    assert rules.border_ties(ranks, {1, 2}) == [Tie(2, (2,), (3, 4))]
    assert rules.border_ties(ranks, {1, 2, 3, 4}) == []
    assert rules.border_ties(ranks, set()) == []
    assert rules.border_ties(ranks, {9}) == []


def test_who_is_passed_over_is_named_the_best_first() -> None:
    ranks = {1: 1, 2: 2, 3: 3, 4: 4}
    assert rules.passed_over(ranks, {3}) == [1, 2]
    assert rules.passed_over(ranks, {1, 2}) == []


def test_a_choice_is_out_of_date_when_its_score_or_its_candidate_changed() -> None:
    kept = {key: Choice(Outcome.SELECTED, None, "19/5") for key in (1, 2, 3, 4)}
    lines = {1: line(1), 2: line(2), 3: line(3)._replace(state=State.SELECTED)}
    scores = {1: "19/5", 2: "4/1", 3: "19/5"}
    found = {one.key: (one.words, one.gone) for one in rules.stale(kept, lines, {1, 2}, scores)}
    assert found == {
        2: ("点が3.80から4.00に変わりました", False),
        3: ("今の状態は「採択」です", True),
        4: ("応募が取り下げられました", True),
    }
    assert rules.read(rules.written(Fraction(19, 5))) == Fraction(19, 5)
    assert rules.read(rules.written(None)) is None


def test_scenarios_differ_in_outcome_or_in_place_on_the_waiting_list() -> None:
    first = {1: SELECTED, 2: WAITS, 3: REJECTED}
    second = {1: SELECTED, 2: Choice(Outcome.WAITLISTED, 2), 4: REJECTED}
    assert sorted(rules.differing([first, second])) == [2, 3, 4]
    assert rules.differing([first, {k: c._replace(score="1/1") for k, c in first.items()}]) == []


def test_choosing_by_rank_fills_selected_then_waiting_then_rejected() -> None:
    made = rules.filled([7, 8, 9, 10], 1, 2)
    assert made == {
        7: SELECTED, 8: WAITS, 9: Choice(Outcome.WAITLISTED, 2), 10: REJECTED
    }  # fmt: skip
    with pytest.raises(Refused, match="0以上"):
        rules.filled([1], -1, 0)


def test_a_page_of_the_board_lies_over_what_is_kept() -> None:
    assert rules.overlaid({1: SELECTED, 2: WAITS}, {1: None, 3: REJECTED}) == {
        2: WAITS, 3: REJECTED
    }  # fmt: skip


def test_every_prefecture_belongs_to_one_region() -> None:
    assert len(balance.REGION_OF) == len(PREFECTURES)
    assert balance.REGION_OF["長野県"] == "北陸・甲信越"
    assert balance.REGION_OF["三重県"] == "東海"
    assert balance.REGION_OF["沖縄県"] == "九州・沖縄"
    lines = [line(1), line(2, "大阪府"), line(3, "神奈川県"), line(4, "")]
    regions = Counter(map(balance.region_of, lines))
    shares = balance.shares(regions, map(balance.region_of, lines[:2]))
    assert [(one.label, one.chosen, one.all) for one in shares] == [
        ("関東", 1, 2), ("その他", 0, 1), ("近畿", 1, 1)
    ]  # fmt: skip


def test_what_is_expected_follows_the_plans_and_the_cap_of_everybody() -> None:
    first, last = date(2024, 8, 1), date(2025, 2, 28)
    small = Plan(1, first, last, (("office", "", "none", 90_000),))
    large = Plan(1, first, last, (("office", "", "none", 900_000),))
    few, many = (expected(BOOK, "x", [small, large], heads) for heads in (24, 25))
    assert few == Yen(90_000 + 300_000)
    assert many == Yen(90_000 + 240_000)


@settings(max_examples=30)
@given(some.integers(1, 60))
def test_up_to_the_step_nothing_changes(heads) -> None:
    step = cohort_step(BOOK, heads)
    assert step <= heads
    plan = Plan(2, date(2024, 8, 1), date(2025, 2, 28), (("office", "", "none", 900_000),))
    assert expected(BOOK, "a", [plan], heads) == expected(BOOK, "b", [plan], max(step, 1))


def test_the_cap_says_how_many_people_more_and_how_many_fewer_change_it() -> None:
    quota = cohort.Quota(20, soft=True)
    at = {n: cohort.effect(BOOK, [1] * n, [], quota, Yen(7_000_000)) for n in (22, 24, 26)}
    assert at[22].next_step == cohort.NextStep(3, Yen(240_000))
    assert at[24].next_step == cohort.NextStep(1, Yen(240_000))
    assert at[26].step_back == cohort.NextStep(2, Yen(300_000))
    assert at[22].step_back is None


@settings(max_examples=40)
@given(some.lists(some.integers(1, 4), max_size=8))
def test_ranks_leave_out_as_many_as_share_one(scores) -> None:
    scale = ranking.Scale(1, "基準", 1, 5, 0)
    standings = {
        key: ranking.standing([scale], [ranking.Marks("", SheetState.FINAL, {1: points})])
        for key, points in enumerate(scores)
    }
    higher = Counter(scores)
    assert ranking.ranks(standings) == {
        key: 1 + sum(count for points, count in higher.items() if points > mine)
        for key, mine in enumerate(scores)
    }
