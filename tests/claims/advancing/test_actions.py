"""概算払 from the request to its settlement, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from otameshi.claims import actions as claims
from otameshi.claims.advancing import actions
from otameshi.claims.invoicing import advances
from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import AdvanceState
from otameshi.claims.models import Claim
from otameshi.claims.rules import State, Verdict
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.grants.models import Grant
from otameshi.people import Person
from tests import make

pytestmark = pytest.mark.usefixtures("app")
ASKED, PAID = japan(2026, 8, 3, 10), japan(2026, 8, 20, 10)


def grant(percent: int = 50) -> Grant:
    made = make.decided_grant()
    made.participation.year.grant_plan.advance_percent = percent
    return made


def asked(of: Grant | None = None, amount: int = 100_000) -> Advance:
    of = of or grant()
    account = make.account(of)
    return actions.ask(of, Yen(amount), "9月の契約金のため", account, of.grantee, ASKED)


def staff() -> tuple[Person, Person, Person]:
    return make.person(Role.OFFICER), make.person(Role.MANAGER), make.person(Role.TREASURER)


def paid(of: Grant | None = None, amount: int = 100_000) -> Advance:
    officer, manager, treasurer = staff()
    advance = asked(of, amount)
    actions.take(advance, "check", officer, ASKED)
    actions.take(advance, "approve", manager, ASKED)
    return actions.pay(advance, date(2026, 8, 20), "支-1", treasurer, PAID)


def settled(of: Grant, amount: int, number: int = 1) -> Claim:
    """Settle a round of this amount by its moves."""
    officer, manager, _ = staff()
    claim = make.claim(of, round=number, state=State.CHECKED, checked_by=officer, submitted_at=PAID)
    make.claim_line(claim, amount, verdict=Verdict.ACCEPTED)
    return claims.settle(claim, manager, PAID)


def test_an_advance_is_checked_approved_and_paid_by_three_people_and_told() -> None:
    officer, manager, treasurer = staff()
    advance = asked()
    actions.take(advance, "check", officer, ASKED)
    actions.take(advance, "approve", manager, ASKED)
    assert advance.document_number is not None
    actions.pay(advance, date(2026, 8, 20), "支-1", treasurer, PAID)
    assert (advance.state, advances.paid(advance.grant_id)) == (AdvanceState.PAID, 100_000)
    titles = [one.title for one in db.session.scalars(actions.papers(advance, officer))]
    assert sorted(titles) == ["補助金概算払承認通知書", "補助金概算払請求書"]
    letters = db.session.scalars(select(Letter.body).where(Letter.kind == "advance_told")).all()
    assert "概算払が認められました" in letters[0]
    assert "2026年8月20日" in letters[1]
    auditor = make.person(Role.AUDITOR)
    titles = [one.title for one in db.session.scalars(actions.papers(advance, auditor))]
    assert titles == ["補助金概算払承認通知書"]


def test_nobody_does_two_of_the_three_steps() -> None:
    everything = make.person(Role.OFFICER, Role.MANAGER, Role.TREASURER)
    other = make.person(Role.MANAGER)
    advance = asked()
    actions.take(advance, "check", everything, ASKED)
    with pytest.raises(Refused, match="同じ人"):
        actions.take(advance, "approve", everything, ASKED)
    actions.take(advance, "approve", other, ASKED)
    with pytest.raises(Refused, match="同じ人"):
        actions.pay(advance, date(2026, 8, 20), "支-1", everything, PAID)


def test_what_the_year_or_the_stage_does_not_allow_is_refused() -> None:
    with pytest.raises(Refused, match="概算払を行っていません"):
        asked(grant(0))
    with pytest.raises(Refused, match="1円以上130,000円以下"):
        asked(amount=130_001)
    of = grant()
    asked(of)
    with pytest.raises(Refused, match="手続き中"):
        asked(of, 1_000)
    late = grant()
    settled(late, 30_000)
    with pytest.raises(Refused, match="額の確定のあと"):
        asked(late)
    mine = make.account(grant())
    with pytest.raises(Refused, match="代表者"):
        actions.ask(mine.grant, Yen(1), "理由", mine, make.person(), ASKED)


def test_the_database_keeps_two_from_being_under_way() -> None:
    advance = asked()
    twin = Advance(
        grant=advance.grant,
        account=advance.account,
        amount=Yen(1),
        reason="",
        asked_on=ASKED.date(),
    )
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_approval_holds_the_amount_to_the_grant_of_that_day() -> None:
    officer, manager, _ = staff()
    advance = asked(amount=130_000)
    actions.take(advance, "check", officer, ASKED)
    advance.grant.amount = Yen(200_000)
    with pytest.raises(Refused, match="1円以上100,000円以下"):
        actions.take(advance, "approve", manager, ASKED)


def test_a_transfer_that_came_back_is_corrected_and_paid_again() -> None:
    treasurer = make.person(Role.TREASURER)
    advance = paid()
    actions.take(advance, "come_back", treasurer, PAID, "口座番号の相違")
    assert (advance.state, advances.paid(advance.grant_id)) == (AdvanceState.UNPAID, 0)
    other = make.account(advance.grant, number="7654321")
    actions.correct(advance, other, advance.grant.grantee, PAID)
    assert (advance.state, advance.account.number) == (AdvanceState.APPROVED, "7654321")
    actions.pay(advance, date(2026, 8, 20), "支-2", treasurer, PAID)
    assert advances.paid(advance.grant_id) == 100_000
    papers = db.session.scalars(actions.papers(advance, treasurer)).all()
    assert [one.title for one in papers].count("補助金概算払請求書") == 2


def test_the_settlement_pays_only_the_difference_over_the_rounds() -> None:
    """概算払 100,000: 60,000 of round 1 is closed; of 70,000, 40,000 is set off and 30,000 paid."""
    of = grant()
    paid(of)
    first = settled(of, 60_000)
    assert (first.state, first.set_off, first.payable) == (State.CLOSED, 60_000, 0)
    second = settled(of, 70_000, 2)
    assert (second.state, second.set_off, second.payable) == (State.SETTLED, 40_000, 30_000)


def test_nothing_is_settled_while_an_advance_is_under_way() -> None:
    of = grant()
    advance = asked(of)
    with pytest.raises(Refused, match="概算払の手続きが終わっていません"):
        settled(of, 60_000)
    actions.take(advance, "withdraw", of.grantee, PAID)
    claim = db.session.scalars(select(Claim)).one()
    assert claims.settle(claim, make.person(Role.MANAGER), PAID).set_off == 0


def test_a_group_sees_its_own_advances_alone() -> None:
    advance = asked()
    assert actions.find(advance.id, advance.grant.grantee) is advance
    assert actions.find(advance.id, make.person()) is None
    assert actions.find(advance.id, make.person(Role.AUDITOR)) is advance
