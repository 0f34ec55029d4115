"""What the budget reads, on both databases."""

import pytest

from otameshi.claims.budget import reading
from otameshi.core.yen import Yen
from otameshi.grants.actions import decided_sum
from tests import make
from tests.desk import make as far
from tests.statements import counted

pytestmark = pytest.mark.usefixtures("app")


def test_each_grant_tells_what_it_takes_of_its_year():
    grant = make.decided_grant()
    far.paid(grant)
    make.settled_claim(grant, 50_000, round=2)
    make.grant(make.participation())  # not decided: takes nothing
    [row] = reading.rows(2026)
    assert (row.grant_id, row.title) == (grant.id, grant.participation.title)
    assert (row.decided, row.settled, row.paid, row.repaid) == (260_000, 170_000, 120_000, 0)


def test_a_year_is_apart_from_others_and_agrees_with_the_decision():
    make.decided_grant()
    other = make.year(2025, budget=Yen(900_000))
    group = make.participation(make.selected(make.application(to=make.call(other))))
    make.decided_grant(group, amount=Yen(200_000))
    this, last = reading.by_year()
    assert (this.year.fiscal_year, this.sums.decided) == (2026, decided_sum(make.year()))
    assert (last.sums.budget, last.sums.decided, last.sums.left) == (900_000, 200_000, 700_000)
    assert [one.decided for one in reading.rows(2025)] == [200_000]


def test_kinds_stand_in_the_order_of_the_rules():
    grant = make.decided_grant()
    claim = make.settled_claim(grant)
    make.claim_line(
        claim, 30_000, kind="moving", verdict="reduced", reduced_to=Yen(20_000), reason="x"
    )
    make.claim_line(make.claim(grant, round=2), 9_000)  # not settled: not counted
    found = {one.label: one for one in reading.kinds(make.year())}
    assert [one.planned for one in found.values()] == [200_000, 60_000]
    office, moving = found.values()
    assert (office.reported, office.accepted) == (50_000, 50_000)
    assert (moving.reported, moving.accepted) == (30_000, 20_000)


def test_the_budget_takes_the_same_statements_for_one_grant_and_for_many():
    year = make.year()

    def count() -> int:
        return counted(lambda: (reading.by_year(), reading.kinds(year)))

    far.paid()
    few = count()
    for _ in range(4):
        far.paid()
    assert count() == few
