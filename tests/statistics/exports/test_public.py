"""What everybody sees of a table: never 1 or 2 組, nor what would tell of them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from otameshi.statistics.exports import public


def wave(
    stayed: int, went: int, silent: int, refused: int = 0, undecided: int = 0
) -> dict[str, Any]:
    groups = stayed + went + silent + refused + undecided
    rates = dict.fromkeys(("rate", "rate_answered", "lowest", "highest"), 50.0)
    return {
        "fiscal_year": 2024, "groups": groups, "invited": groups, "stayed": stayed, "went": went,
        "silent": silent, "refused": refused, "undecided": undecided, **rates,
    }  # fmt: skip


def applied(dimension: str, value: str, applications: int, took_part: int) -> dict[str, Any]:
    return {
        "fiscal_year": 2024, "dimension": dimension, "value": value, "applications": applications,
        "people": applications, "selected": took_part, "took_part": took_part,
    }  # fmt: skip


def test_a_wave_without_small_figures_is_shown_whole() -> None:
    """15 of 19 keep a base and 4 do not: nothing is hidden but who was asked."""
    [row] = public.retention([wave(15, 4, 0)])
    assert (row["stayed"], row["went"], row["groups"], row["rate"]) == (15, 4, 19, 50.0)
    assert row["invited"] is None


def test_a_small_figure_is_hidden_with_another_and_the_shares_that_tell_of_it() -> None:
    """2 silent of 19: hidden, and the 4 that left with them, or 19 - 13 - 4 would tell."""
    [row] = public.retention([wave(13, 4, 2)])
    assert (row["stayed"], row["went"], row["silent"], row["groups"]) == (13, None, None, 19)
    assert (row["rate"], row["rate_answered"], row["highest"]) == (50.0, None, None)


def test_a_part_of_which_few_did_not_take_part_hides_who_did_too() -> None:
    """個人 7 of whom 5 took part, 法人 5 of whom 4: neither the 2 nor the 1 can be reckoned."""
    rows = [
        applied("全体", "全体", 12, 9),
        applied("応募区分", "個人", 7, 5),
        applied("応募区分", "法人", 5, 4),
    ]
    shown = {row["value"]: row for row in public.applications(rows)}
    assert shown["個人"]["took_part"] is None
    assert shown["法人"]["took_part"] is None
    assert (shown["全体"]["applications"], shown["全体"]["took_part"]) == (12, 9)
    assert {row["people"] for row in shown.values()} == {None}


def test_a_way_whose_sums_would_tell_what_the_whole_hides_is_hidden_altogether() -> None:
    """Of 12 one did not take part: the whole hides 1 and 11. One part alone hides it otherwise."""
    rows = [
        applied("全体", "全体", 12, 11),
        applied("居住地", "東京都", 6, 6),
        applied("居住地", "愛知県", 6, 5),
    ]
    shown = public.applications(rows)
    assert shown[0]["took_part"] is None
    figures = [(row["applications"], row["took_part"]) for row in shown[1:]]
    assert not (figures[0][1] == 6 and figures[1][1] == 5)


def test_both_kinds_of_unknown_are_hidden_where_one_is_small() -> None:
    """1 silent and 4 refused of 20: their sum 5 may be told, each of them may not."""
    [row] = public.retention([wave(10, 5, 1, 4)])
    assert (row["stayed"], row["went"], row["silent"], row["refused"]) == (10, 5, None, None)
    assert row["highest"] == 50.0


PARTS = st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=5)


def answered(dimension: str, value: str, figures: tuple[int, ...]) -> dict[str, Any]:
    names = dict(zip(("stayed", "went", "unknown"), figures, strict=True))
    place = {"fiscal_year": 2024, "dimension": dimension, "value": value}
    return {**place, "groups": sum(figures), **names}


@given(PARTS)
def test_no_figure_of_the_answers_is_small_nor_follows_from_its_row_or_column(
    parts: list[tuple[int, ...]],
) -> None:
    names = ("stayed", "went", "unknown")
    whole = tuple(map(sum, zip(*parts, strict=True)))
    rows = [answered("全体", "全体", whole)]
    rows += [answered("居住地", str(n), figures) for n, figures in enumerate(parts)]
    first, *others = public.divided(rows)
    for row in (first, *others):
        figures = [row[name] for name in names]
        assert not {1, 2} & {*figures, row["groups"]}
        assert figures.count(None) != 1 or row["groups"] is None
    for name in (*names, "groups"):
        hidden = [row for row in others if row[name] is None]
        assert len(hidden) != 1 or first[name] is None


@given(PARTS)
def test_no_shown_figure_is_small_nor_is_any_difference_in_a_row(
    parts: list[tuple[int, ...]],
) -> None:
    took, rest = sum(one[0] for one in parts), sum(one[1] for one in parts)
    rows = [applied("全体", "全体", took + rest, took)]
    rows += [applied("居住地", str(n), a + b, a) for n, (a, b, _) in enumerate(parts)]
    for row in public.applications(rows):
        whole, part = row["applications"], row["took_part"]
        assert not {1, 2} & {whole, part}
        if whole is not None and part is not None:
            assert whole - part not in {1, 2}


def test_one_of_each_kind_of_unknown_does_not_follow_from_the_sum() -> None:
    """18 − 10 − 5 = 3 unknown, of three kinds that are hidden and so not 0: 1 each. 5 is hidden."""
    [row] = public.retention([wave(10, 5, 1, 1, 1)])
    assert [row[name] for name in public.SAID] == [10, None, None, None, None]
    assert (row["groups"], row["rate"], row["highest"]) == (18, 50.0, None)


@given(*[st.integers(0, 9)] * 5)
def test_no_shown_figure_of_a_wave_is_small_nor_follows_from_the_sum(
    stayed: int, went: int, silent: int, refused: int, undecided: int
) -> None:
    [row] = public.retention([wave(stayed, went, silent, refused, undecided)])
    shown = [row[key] for key in public.SAID]
    assert not {1, 2} & {*shown, row["groups"]}
    assert shown.count(None) != 1 or row["groups"] is None
