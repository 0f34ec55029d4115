"""What claims and the changes of a grant say to each other, on both databases."""

from datetime import date

import pytest

from otameshi.claims import actions
from otameshi.claims.seeing import judgement_of
from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants import actions as grants
from otameshi.grants.actions.bonds import floor_of
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import Kind
from otameshi.grants.changes.rules import State as ChangeState
from otameshi.grants.models import Grant
from otameshi.grants.rules import State
from tests import make

JULY, OCTOBER = japan(2026, 7, 25, 10), japan(2026, 10, 6, 10)
pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("early_from", "eligible", "told"),
    [
        (None, 0, "交付決定日 2026年8月20日 より前"),
        (date(2026, 8, 11), 0, "事前着手が認められた日 2026年8月11日 より前"),
        (date(2026, 8, 10), 50_000, ""),
    ],
)
def test_a_cost_before_the_decision_counts_from_an_approved_early_start(early_from, eligible, told):
    grant = make.decided_grant(decided_on=date(2026, 8, 20), early_from=early_from)
    claim = make.claim(grant)
    make.claim_line(claim, incurred_on=date(2026, 8, 10), paid_on=date(2026, 8, 10))
    [judged] = judgement_of(claim).lines
    assert judged.result.eligible == eligible
    assert told in "".join(reason for reason, _ in judged.reasons)


def abolished() -> Grant:
    grant = make.decided_grant(last_day=date(2026, 9, 30))
    grant.state = State.ABOLISHED
    return grant


def test_what_was_spent_until_the_end_of_an_abolished_grant_is_reported():
    grant = abolished()
    claim = actions.begin(grant, grant.grantee, OCTOBER)
    make.claim_line(claim, 50_000)
    make.claim_line(claim, 30_000, incurred_on=date(2026, 10, 1), paid_on=date(2026, 10, 1))
    assert judgement_of(claim).granted == 50_000
    actions.submit(claim, grant.grantee, OCTOBER)


def test_a_grant_with_expenses_is_not_taken_back():
    grant = make.decided_grant()
    claim = actions.begin(grant, grant.grantee, JULY)
    line = make.claim_line(claim)
    with pytest.raises(Refused, match="記録した経費がある"):
        grants.take(grant, "retract", grant.grantee, JULY, "条件に合わないため")
    claim.lines.remove(line)
    db.session.flush()
    grants.take(grant, "retract", grant.grantee, JULY, "条件に合わないため")
    make.claim_line(claim)
    with pytest.raises(Refused, match="取り下げられている"):
        actions.submit(claim, grant.grantee, OCTOBER)


def test_a_grant_is_not_brought_below_what_is_settled():
    grant = make.decided_grant()
    assert floor_of(grant) == 0
    make.settled_claim(grant, 50_000)
    make.settled_claim(grant, 20_000, round=2)
    assert floor_of(grant) == Yen(70_000)


def test_a_settled_claim_keeps_the_terms_that_it_was_settled_by():
    grant = make.decided_grant()
    claim = make.settled_claim(grant, 50_000, settled_on=date(2026, 10, 5))
    later = make.claim(grant, round=2)
    make.claim_line(later, 20_000)
    ended = GrantChange(
        grant=grant, kind=Kind.ABOLISH, state=ChangeState.APPROVED, day=date(2026, 8, 31),
        amount_before=Yen(260_000), amount_after=Yen(50_000), cap_before=Yen(300_000),
        heads_before=1, heads_after=1, last_day_before=date(2027, 2, 28),
        last_day_after=date(2026, 8, 31), asked_on=date(2026, 10, 6), decided_on=date(2026, 10, 6),
        checked_by=make.person(), decided_by=make.person(),
    )  # fmt: skip
    make.keep(ended)
    grant.state, grant.amount, grant.last_day = State.ABOLISHED, Yen(50_000), date(2026, 8, 31)
    assert judgement_of(claim).granted == 50_000
    assert judgement_of(claim).terms.trial.last == date(2027, 2, 28)
    assert judgement_of(later).granted == 0
