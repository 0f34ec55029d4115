"""What stays hidden of a public table, against a reader who subtracts and knows the rules."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.followup.courses.cells import SMALL, is_small, public_line, public_table

COUNTS = st.one_of(st.integers(0, 4), st.integers(0, 40))


def test_one_and_two_are_small_and_nothing_is_not():
    assert [count for count in range(6) if is_small(count)] == [1, 2]


def test_without_a_small_figure_all_is_shown():
    found = public_line([5, 0, 7])
    assert (found.figures, found.total) == ((5, 0, 7), 12)


def test_the_next_smallest_is_hidden_with_a_small_figure():
    # 15 - 9 - 4 would tell the 2, so the 4 is hidden with it; 15 - 9 leaves 6 for both.
    found = public_line([9, 2, 4])
    assert (found.figures, found.total) == ((9, None, None), 15)


def test_two_small_figures_hide_each_other():
    assert public_line([9, 2, 1]).figures == (9, None, None)


def test_two_ones_are_told_by_their_sum_so_a_third_is_hidden():
    # 11 - 9 leaves 2 for two figures of which neither is 0: both would be 1.
    assert public_line([9, 1, 1]).figures == (None, None, None)


def test_where_nothing_else_is_left_the_sum_is_hidden():
    assert public_line([1, 1, 1, 0]) == public_line([1, 1, 1, 0])
    assert (public_line([1, 1, 1, 0]).figures, public_line([1, 1, 1, 0]).total) == (
        (None, None, None, 0),
        None,
    )
    assert public_line([2, 0]).total is None


def test_an_empty_table_is_shown_as_it_is():
    assert public_line([]).total == 0
    assert public_table([]).total == 0


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([[5, 6], [7, 8]], ((5, 6), (7, 8))),
        # The 2 follows from its row and from its column: the ring 2, 4, 9, 5 hides it.
        ([[2, 4, 30], [5, 9, 30], [40, 50, 60]],
         ((None, None, 30), (None, None, 30), (40, 50, 60))),
    ],
)  # fmt: skip
def test_a_table_hides_a_ring_around_a_small_figure(rows, shown):
    assert public_table(rows).rows == shown


@given(st.lists(COUNTS, max_size=6))
def test_no_small_figure_of_a_line_can_be_told_from_what_is_shown(figures):
    found = public_line(figures)
    assert all(shown in (None, count) for shown, count in zip(found.figures, figures, strict=True))
    hidden = [count for shown, count in zip(found.figures, figures, strict=True) if shown is None]
    assert found.total is None or not is_small(found.total)
    assert sorted(hidden)[: sum(map(is_small, figures))] == sorted(filter(is_small, figures))
    if found.total is None:
        return  # any figure may be one more, and the sum with it
    for place, count in enumerate(hidden):
        others = hidden[:place] + hidden[place + 1 :]
        assert not is_small(count) or others
        assert not is_small(count) or count > 1 or max(others) > 1
        assert count != 0


@given(st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=4)
))  # fmt: skip
def test_no_small_figure_of_a_table_can_be_found_by_subtraction(rows):
    whole, shown = _with_sums(rows), _whole(public_table(rows))
    hidden = [place for place, count in shown.items() if count is None]
    assert all(count in (None, whole[place]) for place, count in shown.items())
    assert all(place in hidden for place, count in whole.items() if is_small(count))
    assert all(whole[place] for place in hidden)
    for place in hidden:
        if whole[place] < SMALL:
            assert not _solved(place, hidden, len(rows), len(rows[0]))


@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2))
def test_each_small_figure_could_be_another_one_without_any_hidden_zero(rows):
    whole, shown = _with_sums(rows), _whole(public_table(rows))
    inner = list(product(range(2), range(2)))
    possible = [
        dict(zip(inner, counts, strict=True))
        for counts in product(range(7), repeat=4)
        if _fits(counts, shown)
    ]
    assert possible
    for place in inner:
        if is_small(whole[place]):
            assert len({one[place] for one in possible}) > 1


def _fits(counts, shown):
    table = _with_sums([counts[:2], counts[2:]])
    return all(
        (table[place] > 0) if count is None else table[place] == count
        for place, count in shown.items()
    )


def _with_sums(rows):
    whole = [[*line, sum(line)] for line in rows]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    return {(r, c): count for r, line in enumerate(whole) for c, count in enumerate(line)}


def _whole(table):
    lines = [[*line, end] for line, end in zip(table.rows, table.row_sums, strict=True)]
    lines.append([*table.column_sums, table.total])
    return {(r, c): count for r, line in enumerate(lines) for c, count in enumerate(line)}


def _solved(place, hidden, height, width):
    """Return whether the sums of rows and columns fix one hidden figure, by elimination."""
    at = {one: number for number, one in enumerate(hidden)}
    rows = []
    for line in [[(r, c) for c in range(width + 1)] for r in range(height + 1)] + [
        [(r, c) for r in range(height + 1)] for c in range(width + 1)
    ]:
        row = [Fraction(0)] * len(hidden)
        for one in line:
            if one in at:
                row[at[one]] = Fraction(-1 if one == line[-1] else 1)
        rows.append(row)
    wanted = [Fraction(int(one == place)) for one in hidden]
    return _rank(rows) == _rank([*rows, wanted])


def _rank(rows):
    rows, rank = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(rank, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for r in range(rank + 1, len(rows)):
            factor = rows[r][column] / rows[rank][column]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[rank], strict=True)]
        rank += 1
    return rank
