"""When a report is due and what its accounts say, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.report.rules import LATE, Sources, accounts, due_day, reminder
from otameshi.core.yen import Yen

END = date(2027, 1, 31)
KINDS = {"office": "オフィス利用料", "travel": "交通費", "moving": "引越し代"}
yen = st.integers(0, 500_000).map(Yen)
costs = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), yen), max_size=8)
sources = st.builds(Sources, subsidy=yen, others=yen)


@pytest.mark.parametrize(
    ("ended", "days", "fixed", "due"),
    [
        # 31 January + 30 days: February 2027 has 28, so 30 - 28 = 2 March
        (END, 30, None, date(2027, 3, 2)),
        (END, 30, date(2027, 2, 20), date(2027, 2, 20)),
        (END, 30, date(2027, 3, 14), date(2027, 3, 2)),
        (END, 0, None, END),
        # a fixed day before the end of the stay binds nobody
        (END, 30, date(2027, 1, 30), date(2027, 3, 2)),
        # a leap year: 31 January 2028 + 30 days, February has 29
        (date(2028, 1, 31), 30, None, date(2028, 3, 1)),
    ],
)
def test_a_report_is_due_at_the_earlier_of_two_days(ended, days, fixed, due):
    assert due_day(ended, days, fixed) == due


@pytest.mark.parametrize(
    ("left", "written", "which"),
    [
        (15, [], None),
        (14, [], 14),
        (13, [], 14),
        (13, [14], None),
        (3, [14], 3),
        # nothing ran for two weeks: one letter, not two
        (2, [], 3),
        (0, [14, 3], None),
        (-1, [14, 3], LATE),
        (-9, [14, 3, LATE], None),
    ],
)
def test_each_reminder_is_written_once_and_never_two_at_once(left, written, which):
    today = END - timedelta(days=left)
    assert reminder(END, (14, 3), written, today) == which


@given(st.sets(st.integers(0, 40), max_size=4), st.integers(-3, 45))
def test_a_reminder_that_was_written_is_not_asked_for_again(before, left):
    today = END - timedelta(days=left)
    first = reminder(END, before, (), today)
    assert reminder(END, before, () if first is None else (first,), today) is None


def test_own_funds_bear_what_nobody_else_does():
    found = accounts(
        KINDS,
        [("office", Yen(200_000)), ("moving", Yen(60_000))],
        [("office", Yen(150_000)), ("travel", Yen(80_500)), ("office", Yen(10_000))],
        Sources(Yen(230_000), Yen(10_000)),
        Sources(Yen(210_000), Yen(12_000)),
    )
    # planned 200,000 + 60,000 = 260,000 = 230,000 + 10,000 + 20,000
    # came 160,000 + 80,500 = 240,500 = 210,000 + 12,000 + 18,500
    assert [(one.label, one.planned, one.actual) for one in found.income] == [
        ("補助金", 230_000, 210_000),
        ("ほかの補助金・支援", 10_000, 12_000),
        ("自己資金", 20_000, 18_500),
    ]
    assert [(one.label, one.difference) for one in found.expenditure] == [
        ("オフィス利用料", -40_000),
        ("交通費", 80_500),
        ("引越し代", -60_000),
    ]
    assert (found.planned, found.actual) == (260_000, 240_500)


@given(costs, costs, sources, sources)
def test_both_sides_of_the_accounts_are_equal(planned, spent, budget, outcome):
    found = accounts(KINDS, planned, spent, budget, outcome)
    assert sum(one.planned for one in found.income) == found.planned
    assert sum(one.actual for one in found.income) == found.actual
    assert all(one.planned >= 0 and one.actual >= 0 for one in found.income)
