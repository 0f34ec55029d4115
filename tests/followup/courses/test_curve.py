"""The curve of staying: by hand, by properties, and beside lifelines."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.followup.courses.curve import curve
from otameshi.followup.courses.rules import Course

WAVES = (0, 6, 12, 24)


def _courses():
    kept = st.sampled_from([None, *WAVES])
    pairs = st.tuples(kept, kept).filter(lambda one: _possible(*one))
    one = pairs.map(lambda pair: Course(*pair))
    return st.dictionaries(one, st.integers(1, 30), max_size=10)


def _possible(kept, left):
    return left is None or kept is None or kept < left


def test_a_curve_by_hand():
    # 10 groups: 1 left by the end of the stay, 2 by 6 months, 1 by 24; 2 were last heard of at 0,
    # 3 at 12, 1 at 24.
    found = curve(
        {Course(None, 0): 1, Course(0, 6): 2, Course(6, 24): 1, Course(0, None): 2,
         Course(12, None): 3, Course(24, None): 1}, WAVES,
    )  # fmt: skip
    counts = [(one.counts.at_risk, one.counts.departed, one.counts.censored)
              for one in found.points]  # fmt: skip
    assert counts == [(10, 1, 2), (7, 2, 0), (5, 0, 3), (2, 1, 1)]
    # 9/10, then · 5/7, then the same, then · 1/2.
    assert [one.share for one in found.points] == [
        Fraction(9, 10), Fraction(9, 14), Fraction(9, 14), Fraction(9, 28),
    ]  # fmt: skip
    # Right after 0 two of 7 left, right after 6 one of 5: 9/10 · 5/7 = 9/14, then · 4/5.
    assert [one.earliest for one in found.points] == [
        Fraction(9, 10), Fraction(9, 14), Fraction(18, 35), Fraction(18, 35),
    ]  # fmt: skip
    assert [(one.counts.keeping, one.counts.left) for one in found.points] == [
        (9, 1), (5, 3), (4, 3), (1, 4),
    ]  # fmt: skip


def test_who_was_never_heard_of_is_not_on_the_curve():
    known = {Course(0, None): 3, Course(0, 6): 1}
    more = known | {Course(None, None): 50, Course(None, None, asked=False): 7}
    assert curve(more, WAVES) == curve(known, WAVES)
    assert curve(more, WAVES).groups == 4


def test_the_curve_ends_where_nobody_is_under_observation():
    found = curve({Course(6, None): 2}, WAVES)
    assert [one.share for one in found.points] == [1, 1, None, None]
    assert found.last is not None
    assert found.last.months == 6
    assert curve({}, WAVES).last is None


def test_all_staying_is_not_certain_to_stay_so():
    # 19 of 19: Wilson's lower end is 19 / (19 + 1.96²) = 0.8318.
    interval = curve({Course(0, None): 19}, [0]).points[0].interval
    assert interval is not None
    assert interval.low == pytest.approx(0.8318, abs=1e-4)
    assert interval.high == 1


@given(_courses())
def test_a_curve_never_rises_and_lies_within_what_is_known(courses):
    found = curve(courses, WAVES)
    before, at_risk = (Fraction(1), Fraction(1)), found.groups
    for one in found.points:
        assert one.counts.at_risk == at_risk
        at_risk -= one.counts.departed + one.counts.censored
        if one.share is None:
            continue
        assert one.earliest is not None
        assert one.interval is not None
        known = (Fraction(one.counts.keeping, found.groups),
                 1 - Fraction(one.counts.left, found.groups))  # fmt: skip
        for share, last in zip((one.share, one.earliest), before, strict=True):
            assert 0 <= known[0] <= share <= known[1] <= 1
            assert share <= last
        assert one.interval.low - 1e-12 <= one.share <= one.interval.high + 1e-12
        before = one.share, one.earliest
    assert at_risk == 0


@given(st.lists(_courses(), max_size=4))
def test_the_groups_of_a_dimension_sum_to_the_whole(parts):
    whole = sum((Counter(one) for one in parts), Counter())
    for number, point in enumerate(curve(whole, WAVES).points):
        mine = [curve(one, WAVES).points[number].counts for one in parts]
        for name in ("at_risk", "departed", "censored", "keeping", "left"):
            assert getattr(point.counts, name) == sum(getattr(one, name) for one in mine)


@settings(max_examples=12, deadline=None)
@given(_courses())
def test_the_curve_is_that_of_lifelines(courses):
    from lifelines import KaplanMeierFitter  # noqa: PLC0415  # takes a second: here alone

    heard = {one: n for one, n in courses.items() if one.heard}
    if not heard:
        return
    told = [one.left_by for one in heard]
    until = [
        one.kept_until if left is None else left for one, left in zip(heard, told, strict=True)
    ]
    theirs = KaplanMeierFitter().fit(
        until, [left is not None for left in told], weights=list(heard.values())
    )
    shares = theirs.survival_function_at_times(WAVES)
    ends = theirs.confidence_interval_
    for one in curve(courses, WAVES).points:
        if one.share is None:
            continue
        assert float(one.share) == pytest.approx(shares[one.months], abs=1e-9)
        if 0 < one.share < 1:
            assert one.interval is not None
            low, high = ends.loc[: one.months].iloc[-1]
            assert one.interval.low == pytest.approx(low, abs=1e-9)
            assert one.interval.high == pytest.approx(high, abs=1e-9)
