"""How the sums of a budget come about."""

from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.budget.rules import Figure, Row, behind, standing, sums
from otameshi.core.yen import Yen

YEN = st.integers(0, 10**7).map(Yen)


def row(decided: int = 0, settled: int = 0, paid: int = 0, repaid: int = 0) -> Row:
    return Row(1, "見本", 2026, Yen(decided), Yen(settled), Yen(paid), Yen(repaid))


def test_a_year_is_the_sum_of_its_grants():
    found = sums(
        Yen(1_000_000),
        [
            row(260_000, 240_000, 240_000),
            row(300_000, 200_000, 130_000),
            row(0, 0, 100_000, 60_000),
        ],
    )
    # 260,000 + 300,000 = 560,000; 1,000,000 - 560,000 = 440,000
    assert (found.decided, found.left) == (560_000, 440_000)
    # 240,000 + 200,000 = 440,000
    assert found.settled == 440_000
    # 240,000 + 130,000 + 100,000 = 470,000, of which 60,000 came back: 410,000
    assert (found.paid, found.repaid, found.spent) == (470_000, 60_000, 410_000)
    # 560,000 - 410,000 = 150,000
    assert found.unpaid == 150_000


def test_a_year_without_grants_has_all_of_its_budget_left():
    assert sums(Yen(5_000_000), []).left == 5_000_000


def test_what_was_settled_stands_only_as_far_as_the_decision_stands():
    assert standing(Yen(260_000), Yen(240_000)) == 240_000
    assert standing(Yen(100_000), Yen(240_000)) == 100_000
    assert standing(Yen(0), Yen(240_000)) == 0


@given(st.lists(st.builds(row, YEN, YEN, YEN, YEN), max_size=8), st.sampled_from(Figure), YEN)
def test_each_number_is_the_sum_of_the_rows_that_it_opens(rows, figure, budget):
    whole = getattr(sums(budget, rows), figure.value)
    opened = behind(figure, rows)
    assert whole == sum(getattr(one, figure.value) for one in opened)
    assert all(getattr(one, figure.value) for one in opened)
