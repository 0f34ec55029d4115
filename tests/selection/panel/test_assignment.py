"""Sharing out: as evenly as can be, whatever keeps whom from whom; compared with every sharing."""

from collections import Counter
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.selection.panel.assignment import share_out


def loads(plan, load):
    return Counter(load) + Counter(reviewer for _, reviewer in plan.pairs)


def test_candidates_are_shared_evenly() -> None:
    pool = frozenset({1, 2, 3})
    plan = share_out(
        dict.fromkeys(range(6), pool), dict.fromkeys(range(6), 2), dict.fromkeys(pool, 0)
    )
    assert set(loads(plan, {}).values()) == {4}
    assert plan.lacking == {}


def test_a_sheet_is_handed_on_where_a_limit_would_leave_somebody_without() -> None:
    """Both want one; 1 could judge either and takes one in all; 2 can judge the first alone."""
    open_to = {7: frozenset({1, 2}), 8: frozenset({1})}
    plan = share_out(open_to, {7: 1, 8: 1}, {1: 0, 2: 5}, {1: 1})
    assert plan.pairs == ((7, 2), (8, 1))


def test_it_says_how_many_reviewers_are_lacking_and_whose_limit_stands_in_the_way() -> None:
    plan = share_out({7: frozenset({1})}, {7: 2}, {1: 0, 2: 0})
    assert (plan.pairs, plan.lacking, plan.full) == (((7, 1),), {7: 1}, {7: frozenset()})
    plan = share_out({7: frozenset({1, 2}), 8: frozenset({1})}, {7: 2, 8: 1}, {1: 3, 2: 0}, {1: 3})
    assert plan.lacking == {7: 1, 8: 1}
    assert plan.full == {7: frozenset({1}), 8: frozenset({1})}


@st.composite
def tasks(draw):
    """Up to four candidates that want up to two of four reviewers, with loads and limits."""
    pool = list(range(draw(st.integers(1, 4))))
    load = {one: draw(st.integers(0, 3)) for one in pool}
    most = {one: draw(st.integers(0, 5)) for one in pool if draw(st.booleans())}
    some = st.frozensets(st.sampled_from(pool))
    open_to = {c: draw(some) for c in range(draw(st.integers(1, 4)))}
    return open_to, {c: draw(st.integers(0, 2)) for c in open_to}, load, most


def every_sharing(open_to, wanted, load, most):
    """Return (sheets given out, sum of squared loads) of every sharing there is."""
    choices = [
        [part for k in range(wanted[c] + 1) for part in combinations(sorted(open_to[c]), k)]
        for c in open_to
    ]
    for chosen in product(*choices):
        total = Counter(load)
        given_out = [one for part in chosen for one in part]
        total.update(given_out)
        if all(total[one] <= max(limit, load[one]) for one, limit in most.items()):
            yield len(given_out), sum(total[one] ** 2 for one in load)


@settings(max_examples=60)
@given(tasks())
def test_no_sharing_gives_out_more_and_none_of_as_many_is_more_even(task) -> None:
    open_to, wanted, load, most = task
    plan = share_out(open_to, wanted, load, most)
    total = loads(plan, load)
    assert len(set(plan.pairs)) == len(plan.pairs)
    assert all(reviewer in open_to[candidate] for candidate, reviewer in plan.pairs)
    assert all(total[one] <= max(limit, load[one]) for one, limit in most.items())
    by_candidate = Counter(candidate for candidate, _ in plan.pairs)
    assert all(by_candidate[c] + plan.lacking.get(c, 0) == wanted[c] for c in open_to)
    most_given, least_squares = max((n, -squares) for n, squares in every_sharing(*task))
    assert len(plan.pairs) == most_given
    assert sum(total[one] ** 2 for one in load) == -least_squares


@settings(max_examples=30)
@given(tasks())
def test_who_stands_in_the_way_proves_that_it_is_impossible(task) -> None:
    """Hall: those named are full, and hold nothing that anybody else could take over."""
    open_to, wanted, load, most = task
    plan = share_out(open_to, wanted, load, most)
    total = loads(plan, load)
    holders = {c: {r for one, r in plan.pairs if one == c} for c in open_to}
    for candidate, full in plan.full.items():
        assert open_to[candidate] - holders[candidate] <= full
        assert all(one in most and total[one] >= most[one] for one in full)
        for held, reviewer in plan.pairs:
            if reviewer in full:
                assert open_to[held] - holders[held] <= full
