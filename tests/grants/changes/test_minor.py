"""軽微な変更: which changes need no approval, with the arithmetic written out."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.yen import Yen
from otameshi.grants.changes.minor import Terms, alters, beyond, minor, share_words, why_approval

LABELS = {"office": "オフィス利用料", "travel": "業務上の交通費", "moving": "移転費"}
DECIDED = Terms(
    plan={"office": Yen(200_000), "moving": Yen(60_000)},
    other_funds=Yen(0),
    amount=Yen(260_000),
    cap=Yen(300_000),
    heads=2,
    last_day=date(2027, 2, 28),
)
kinds = st.sampled_from(["a", "b", "c"])
amounts = st.integers(0, 1_000_000)
plans = st.dictionaries(kinds, amounts)
percents = st.integers(0, 50)


@pytest.mark.parametrize(
    ("office", "moving", "percent", "needs_none"),
    [
        # 60,000 × 20% = 12,000: that much may move, and not a yen more.
        (188_000, 72_000, 20, True),
        (187_999, 72_001, 20, False),
        # The lower of the two decides: 40,000 is 20% of 200,000, but 67% of 60,000.
        (160_000, 100_000, 20, False),
        # A kind that only falls: 200,000 × 20% = 40,000.
        (160_000, 60_000, 20, True),
        (159_999, 60_000, 20, False),
        # Both rise by 20%: nothing more is paid, only spent.
        (240_000, 72_000, 20, True),
        # A kind that is dropped falls by 100%.
        (200_000, 0, 20, False),
        # The year may set another percentage: 60,000 × 10% = 6,000.
        (194_000, 66_000, 10, True),
        (193_999, 66_001, 10, False),
        (199_999, 60_000, 0, False),
    ],
)
def test_a_change_is_minor_kind_by_kind(office, moving, percent, needs_none):
    after = {"office": Yen(office), "moving": Yen(moving)}
    assert minor(DECIDED.plan, after, percent) is needs_none


def test_a_new_kind_of_cost_is_never_minor():
    after = {**DECIDED.plan, "travel": Yen(1)}
    assert list(beyond(DECIDED.plan, after, 50)) == ["travel"]


@given(plans, percents)
def test_no_change_is_minor(plan, percent):
    assert minor(plan, plan, percent)


@given(plans, plans, percents, st.integers(1, 1000))
def test_only_the_proportion_counts(before, after, percent, times):
    def scaled(plan):
        return {kind: Yen(yen * times) for kind, yen in plan.items()}

    assert minor(before, after, percent) == minor(scaled(before), scaled(after), percent)


@given(plans, plans, percents, percents)
def test_a_higher_percentage_allows_all_that_a_lower_one_does(before, after, one, other):
    low, high = sorted((one, other))
    assert minor(before, after, high) or not minor(before, after, low)


@given(st.integers(1, 10**6), st.integers(1, 10**6), percents, st.data())
def test_what_moves_between_two_kinds_is_measured_by_the_lower_one(first, second, percent, data):
    moved = data.draw(st.integers(1, first))
    before = {"a": Yen(first), "b": Yen(second)}
    after = {"a": Yen(first - moved), "b": Yen(second + moved)}
    within = Fraction(moved, min(first, second)) <= Fraction(percent, 100)
    assert minor(before, after, percent) is within


@given(plans, plans, percents)
def test_a_minor_change_never_moves_the_total_by_more_than_the_percentage(before, after, percent):
    if minor(before, after, percent):
        total = sum(before.values())
        assert abs(sum(after.values()) - total) * 100 <= total * percent


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (60_000, 72_000, "+20.0%"),
        (60_000, 72_001, "+20.1%"),
        (60_000, 47_999, "−20.1%"),
        (60_000, 60_000, "0.0%"),
        (0, 5, "新規"),
        (0, 0, "—"),
    ],
)
def test_a_share_reads_so_that_what_exceeds_can_be_seen(before, after, words):
    assert share_words(Yen(before), Yen(after)) == words


@pytest.mark.parametrize(
    ("after", "content", "told"),
    [
        ({}, False, []),
        ({"plan": {"office": Yen(180_000), "moving": Yen(60_000)}}, False, []),
        ({"plan": {"office": Yen(159_999), "moving": Yen(60_000)}}, False, ["「オフィス利用料」"]),
        ({"amount": Yen(270_000)}, False, ["交付決定額が増えます"]),
        ({"amount": Yen(200_000)}, False, ["交付決定額が減ります"]),
        ({"heads": 1}, False, ["人数"]),
        ({"last_day": date(2027, 1, 31)}, False, ["実施期間"]),
        ({"other_funds": Yen(10_000)}, False, ["ほかの補助金"]),
        ({}, True, ["目的・内容"]),
    ],
)
def test_the_page_says_why_an_approval_is_needed(after, content, told):
    found = why_approval(DECIDED, replace(DECIDED, **after), 20, LABELS, content=content)
    assert len(found) == len(told)
    assert all(words in reason for words, reason in zip(told, found, strict=True))


def test_a_kind_at_zero_is_the_same_as_none():
    assert not alters(DECIDED, replace(DECIDED, plan={**DECIDED.plan, "travel": Yen(0)}))
    assert alters(DECIDED, replace(DECIDED, plan={"office": Yen(200_000)}))
