"""The rules of the grant, without an application or a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.grants.reckoning import (
    Outlook,
    PlanFact,
    amount,
    balance,
    changed_amount,
    complete,
    gives_way_to_early_start,
    most,
    must_not_undercut,
    prospect,
    within_budget,
)
from otameshi.grants.rules import GRANT, State, must_be_in_time, retract_by
from otameshi.subsidy import read
from tests.make import EXAMPLE_RULEBOOK

RULEBOOK = read(EXAMPLE_RULEBOOK)
TRIAL = Period(date(2026, 8, 1), date(2027, 2, 28))


def found(*plan: tuple[str, int], heads: int = 1, cohort_heads: int = 20):
    lines = [PlanFact(kind, Yen(yen)) for kind, yen in plan]
    return prospect(RULEBOOK, lines, heads=heads, cohort_heads=cohort_heads, trial=TRIAL)


@pytest.mark.parametrize(
    ("heads", "cohort_heads", "cap"),
    [(1, 24, 300_000), (1, 25, 240_000), (2, 25, 480_000), (3, 20, 900_000)],
)
def test_the_maximum_follows_the_heads_of_the_group_and_of_the_year(heads, cohort_heads, cap):
    assert found(("office", 1_000_000), heads=heads, cohort_heads=cohort_heads).cap == cap


def test_a_plan_counts_as_if_things_were_rented_and_trains_taken():
    plan = found(("rental", 30_000), ("travel", 50_000), ("office", 20_500))
    assert plan.eligible == 100_500
    assert plan.estimate.low == 100_000


def test_a_kind_of_cost_that_the_year_does_not_know_counts_for_nothing():
    assert found(("camera", 50_000)).eligible == 0


def test_own_funds_bear_what_nobody_else_pays():
    budget = balance(Yen(400_000), Yen(50_000), Yen(300_000), asked=None)
    assert (budget.asked, budget.own_funds) == (300_000, 50_000)
    assert budget.income == budget.expenditure


def test_less_than_the_maximum_may_be_asked_for_but_not_more():
    assert balance(Yen(400_000), Yen(0), Yen(300_000), Yen(100_000)).own_funds == 300_000
    with pytest.raises(Refused, match="300,000円以下"):
        balance(Yen(400_000), Yen(0), Yen(300_000), Yen(300_001))


def test_help_from_elsewhere_is_not_paid_a_second_time():
    plan = found(("office", 200_000))
    assert most(plan, Yen(200_000), Yen(150_000)) == 50_000
    with pytest.raises(Refused, match="支出の合計を超えて"):
        balance(Yen(200_000), Yen(200_001), Yen(0), None)


@given(
    plan=st.lists(
        st.tuples(
            st.sampled_from(["office", "travel", "moving", "rental", "camera"]),
            st.integers(1, 2_000_000),
        ),
        max_size=8,
    ),
    heads=st.integers(1, 3),
    cohort=st.integers(1, 60),
    other=st.integers(0, 500_000),
)
def test_income_equals_expenditure_and_the_subsidy_never_passes_the_cap(plan, heads, cohort, other):
    expenditure = Yen(sum(yen for _, yen in plan))
    other = Yen(min(other, expenditure))
    seen = found(*plan, heads=heads, cohort_heads=cohort)
    budget = balance(expenditure, other, most(seen, expenditure, other), None)
    assert budget.income == expenditure
    assert 0 <= budget.asked <= seen.cap
    assert budget.asked <= seen.eligible
    assert budget.own_funds >= 0


def test_a_complete_application_says_why_lists_costs_and_is_pledged():
    plan = [PlanFact("office", Yen(1))]
    complete("目的", plan, pledged=True, asked=Yen(1))
    with pytest.raises(Refused) as refused:
        complete(" ", [], pledged=False, asked=Yen(0))
    for word in ("目的", "支出の見込み", "誓約"):
        assert word in str(refused.value)
    with pytest.raises(Refused, match="対象になる支出がありません"):
        complete("目的", plan, pledged=True, asked=Yen(0))


def test_the_decision_is_the_least_of_what_was_asked_what_counts_and_the_cap():
    assert amount(Yen(100_000), found(("office", 400_000))) == 100_000
    assert amount(Yen(400_000), found(("office", 400_000))) == 300_000
    with pytest.raises(Refused, match="交付できる額がありません"):
        amount(Yen(100_000), found(("camera", 400_000)))


def test_the_last_yen_of_the_budget_may_be_granted_and_not_one_more():
    within_budget(Yen(100), Yen(60), Yen(40))
    with pytest.raises(Refused, match="残りは40円"):
        within_budget(Yen(100), Yen(60), Yen(41))


def test_every_move_in_one_table():
    table = {
        (state.value, role.value): [move.name for move in GRANT.open_to({role}, state)]
        for state in State
        for role in Role
        if GRANT.open_to({role}, state)
    }
    assert table == {
        ("draft", "applicant"): ["apply", "withdraw"],
        ("returned", "applicant"): ["apply", "withdraw"],
        ("applied", "applicant"): ["withdraw"],
        ("applied", "officer"): ["return", "check"],
        ("checked", "manager"): ["send_back", "decide", "refuse"],
        ("withdrawn", "applicant"): ["reopen"],
        ("decided", "applicant"): ["retract"],
        ("decided", "manager"): ["change", "abolish", "cancel"],
        ("abolished", "manager"): ["cancel"],
    }


def test_rules_without_a_way_out_give_way_to_no_early_start():
    assert gives_way_to_early_start(RULEBOOK)
    assert not gives_way_to_early_start(
        read(EXAMPLE_RULEBOOK.replace('unless = "early-start"', ""))
    )


@pytest.mark.parametrize(("today", "fine"), [(20, True), (30, True), (31, False)])
def test_a_grant_is_taken_back_up_to_the_last_of_its_days(today, fine):
    last = retract_by(date(2026, 7, 20), 10)
    if fine:
        must_be_in_time(last, date(2026, 7, today))
        return
    with pytest.raises(Refused, match="中止または廃止"):
        must_be_in_time(last, date(2026, 7, today))


@pytest.mark.parametrize(
    ("more", "after", "low", "exceeded"),
    [
        (400_000, 500_000, False, False),
        # 10% of 5,000,000 is 500,000: what is left below that is pointed out.
        (400_001, 499_999, True, False),
        (900_000, 0, True, False),
        (900_001, -1, False, True),
    ],
)
def test_a_decision_shows_what_it_leaves_of_the_budget(more, after, low, exceeded):
    found = Outlook(budget=Yen(5_000_000), decided=Yen(4_100_000), more=Yen(more))
    assert (found.left, found.after) == (900_000, after)
    assert (found.low, found.exceeded) == (low, exceeded)


@pytest.mark.parametrize(
    ("asked", "limit", "ends", "after"),
    [
        (None, 300_000, False, 260_000),  # it never rises unasked
        (None, 200_000, False, 200_000),  # it falls to what the new plan bears
        (300_000, 300_000, False, 300_000),
        (100_000, 300_000, False, 100_000),
        (None, 300_000, True, 260_000),
        (None, 0, True, 0),
    ],
)
def test_the_amount_after_a_change(asked, limit, ends, after):
    assert changed_amount(Yen(260_000), asked, Yen(limit), ends=ends) == after


@pytest.mark.parametrize(
    ("asked", "limit", "told"),
    [(300_001, 300_000, "300,000円以下"), (None, 0, "廃止の承認"), (0, 300_000, "廃止の承認")],
)
def test_an_amount_that_cannot_be_is_refused(asked, limit, told):
    with pytest.raises(Refused, match=told):
        changed_amount(Yen(260_000), asked, Yen(limit), ends=False)


def test_the_amount_never_falls_below_what_is_settled():
    must_not_undercut(Yen(150_000), Yen(150_000))
    with pytest.raises(Refused, match="150,000円より少なくはできません"):
        must_not_undercut(Yen(149_999), Yen(150_000))
