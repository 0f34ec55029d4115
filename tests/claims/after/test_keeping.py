"""Until when the evidence of a grant is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.claims.after.keeping import kept_until


@pytest.mark.parametrize(
    ("completed", "years", "last"),
    [
        # 令和8年度 ends on 31 March 2027: five years on is 31 March 2032.
        (date(2026, 4, 1), 5, date(2032, 3, 31)),
        (date(2027, 2, 28), 5, date(2032, 3, 31)),
        (date(2027, 3, 31), 5, date(2032, 3, 31)),
        # A day later it is 令和9年度.
        (date(2027, 4, 1), 5, date(2033, 3, 31)),
        (date(2028, 2, 29), 10, date(2038, 3, 31)),
        (date(2027, 3, 31), 1, date(2028, 3, 31)),
    ],
)
def test_the_years_run_from_the_end_of_the_fiscal_year(completed, years, last):
    assert kept_until(completed, years) == last


@given(st.dates(date(2015, 1, 1), date(2090, 1, 1)), st.integers(1, 30))
def test_papers_are_kept_for_at_least_the_years_and_less_than_one_more(completed, years):
    last = kept_until(completed, years)
    assert years * 365 <= (last - completed).days <= (years + 1) * 366
