"""Who gives more than others to the same candidates, as a worked case and as properties."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.selection.severity import Given, severities


def sheets(**by) -> list[Given]:
    """Read {candidate: {reviewer: total}} with one-letter names."""
    return [
        Given(ord(candidate), ord(reviewer), Fraction(total))
        for candidate, marks in by.items()
        for reviewer, total in marks.items()
    ]


def test_a_lenient_reviewer_is_found_although_nobody_saw_all() -> None:
    # p: a 5, b 3.  q: b 3, c 2.  From p a - b = 2, from q b - c = 1, so a, b, c = 3, 1, 0 and a
    # constant; four sheets (a, b, b, c) sum to zero: 3 + 1 + 1 + 0 = 5, so 5/4 is taken off.
    found = severities(sheets(p={"a": 5, "b": 3}, q={"b": 3, "c": 2}))
    assert found.by == {
        ord("a"): Fraction(7, 4),
        ord("b"): Fraction(-1, 4),
        ord("c"): Fraction(-5, 4),
    }
    assert len(found.sets) == 1


def test_who_was_given_weaker_candidates_is_not_called_harsh() -> None:
    # Both give p alike; b alone saw the weak q.
    found = severities(sheets(p={"a": 4, "b": 4}, q={"b": 1}))
    assert set(found.by.values()) == {0}


def test_reviewers_without_a_common_candidate_are_levelled_apart() -> None:
    found = severities(sheets(p={"a": 5, "b": 3}, q={"c": 1, "d": 1}, r={"e": 2}))
    assert [len(each) for each in found.sets] == [2, 2, 1]
    assert found.by[ord("a")] == 1
    assert found.by[ord("e")] == 0


def test_two_opinions_that_differ_are_met_in_the_middle() -> None:
    # a - b is 2 on p and 0 on q: least squares says 1
    found = severities(sheets(p={"a": 5, "b": 3}, q={"a": 3, "b": 3}))
    assert found.by == {ord("a"): Fraction(1, 2), ord("b"): Fraction(-1, 2)}


MARKS = st.lists(
    st.builds(Given, st.integers(1, 5), st.integers(1, 4), st.builds(Fraction, st.integers(1, 5))),
    unique_by=lambda one: (one.candidate, one.reviewer),
    max_size=15,
)


@settings(max_examples=40)
@given(MARKS, st.randoms())
def test_the_order_does_not_matter_and_each_set_sums_to_zero(marks, random) -> None:
    found = severities(marks)
    mixed = list(marks)
    random.shuffle(mixed)
    assert severities(mixed) == found
    for each in found.sets:
        assert sum(found.by[one.reviewer] for one in marks if one.reviewer in each) == 0


@settings(max_examples=40)
@given(MARKS, st.integers(1, 4), st.integers(1, 3))
def test_points_given_on_top_by_one_reviewer_are_found_again(marks, who, more) -> None:
    raised = [
        Given(one.candidate, one.reviewer, one.total + (more if one.reviewer == who else 0))
        for one in marks
    ]
    before, after = severities(marks), severities(raised)
    for each in (one for one in before.sets if who in one):
        others = sorted(each - {who})
        for other in others:
            moved = after.by[who] - after.by[other] - before.by[who] + before.by[other]
            assert moved == more


def test_a_large_year_is_solved_exactly() -> None:
    random = Random(5)  # noqa: S311  # a made-up year
    marks = [
        Given(candidate, reviewer, Fraction(random.randint(10, 50), 10))
        for candidate in range(300)
        for reviewer in random.sample(range(20), 3)
    ]
    found = severities(marks)
    assert sum(found.by[one.reviewer] for one in marks) == 0
