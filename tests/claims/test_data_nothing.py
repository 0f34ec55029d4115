"""額の確定 at 0円: the reason is told, nothing is asked for or paid, and an advance goes back."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from otameshi.claims import actions
from otameshi.claims.account import AccountKind
from otameshi.claims.actions import BankAccount
from otameshi.claims.advancing import actions as advancing
from otameshi.claims.after import actions as after
from otameshi.claims.after import reading
from otameshi.claims.closing import reading as closing
from otameshi.claims.closing.rules import Item
from otameshi.claims.models import Claim
from otameshi.claims.rules import Ruling, State, Verdict
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.grants.models import Grant
from tests import make
from tests.documents.test_paper import text_of

AT = japan(2026, 10, 6, 10)
WHY = "領収書の宛名が別の方のため、どの経費も認められませんでした。"
pytestmark = pytest.mark.usefixtures("app")


def reduced_to_nothing(grant: Grant | None = None, *also: Role) -> Claim:
    """50,000円 were reported, and all of it is taken off by the officer."""
    claim, officer = make.claim(grant), make.person(Role.OFFICER, *also)
    make.claim_line(claim)
    actions.submit(claim, claim.claimant, AT)
    ruling = Ruling(Verdict.REDUCED, Yen(0), "宛名が違います。")
    actions.judge_line(claim.lines[0], ruling, officer, AT)
    return actions.take(claim, "check", officer, AT)


def notice(claim: Claim) -> str:
    found = db.session.scalars(
        issue.about(claim).where(issue.IssuedPaper.kind == "claim_settlement")
    )
    return text_of(storage.content(found.one().attachment))


def test_a_claim_of_nothing_is_settled_told_and_ended_in_one_act() -> None:
    claim, manager = reduced_to_nothing(), make.person(Role.MANAGER)
    with pytest.raises(Refused, match="理由を記入して0円で"):
        actions.settle(claim, manager, AT)
    with pytest.raises(Refused, match="0円とする理由"):
        actions.settle_at_nothing(claim, " ", manager, AT)
    actions.settle_at_nothing(claim, WHY, manager, AT)
    assert (claim.state, claim.settled, claim.payable) == (State.CLOSED, 0, 0)
    for words in ("今回の確定額金0円", "0円とした理由", WHY, "請求書の提出は要りません"):
        assert words in notice(claim)
    assert "返還" not in notice(claim)
    letter = db.session.scalars(select(Letter.body).where(Letter.kind == "claim_settled")).all()[-1]
    assert WHY in letter
    assert "請求は要りません" in letter
    assert "概算払" not in letter
    account = BankAccount("見本銀行", "本店", AccountKind.ORDINARY, "1234567", "ミホン　タロウ１")
    with pytest.raises(Refused):
        actions.invoice(claim, account, claim.claimant, AT)
    assert actions.begin(claim.grant, claim.claimant, AT).round == 2


def test_who_checked_does_not_settle_at_nothing_and_what_counts_is_not_made_nothing() -> None:
    claim = reduced_to_nothing(None, Role.MANAGER)
    assert claim.checked_by is not None
    with pytest.raises(Refused, match="同じ人"):
        actions.settle_at_nothing(claim, WHY, claim.checked_by, AT)
    db.session.rollback()
    good = make.claim(state=State.CHECKED, submitted_at=AT, checked_by=make.person(Role.OFFICER))
    make.claim_line(good, verdict=Verdict.ACCEPTED)
    with pytest.raises(Refused, match="50,000円）があります"):
        actions.settle_at_nothing(good, WHY, make.person(Role.MANAGER), AT)


@pytest.mark.parametrize(
    "wrong",
    [{"settled_why": ""}, {"state": "invoiced", "account_number": "1234567"}, {"settled": -1}],
)
def test_the_database_keeps_no_nothing_without_a_reason_nor_an_invoice_over_nothing(wrong) -> None:
    claim = actions.settle_at_nothing(reduced_to_nothing(), WHY, make.person(Role.MANAGER), AT)
    db.session.flush()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Claim).where(Claim.id == claim.id).values(**wrong))


def test_the_whole_advance_of_a_claim_of_nothing_is_ordered_back() -> None:
    grant = make.decided_grant()
    year = grant.participation.year
    year.grant_plan.advance_percent = 50
    officer, manager, treasurer = (
        make.person(role) for role in (Role.OFFICER, Role.MANAGER, Role.TREASURER)
    )
    paid = japan(2026, 8, 20, 10)
    account = make.account(grant)
    advance = advancing.ask(grant, Yen(100_000), "契約金のため", account, grant.grantee, paid)
    advancing.take(advance, "check", officer, paid)
    advancing.take(advance, "approve", manager, paid)
    advancing.pay(advance, date(2026, 8, 20), "支-1", treasurer, paid)
    claim = actions.settle_at_nothing(reduced_to_nothing(grant), WHY, manager, AT)
    assert (claim.state, claim.set_off, reading.surplus(grant)) == (State.CLOSED, 0, 100_000)
    assert "確定額で精算していない100,000円" in notice(claim)

    def open_items() -> list[Item]:
        counts = closing.counts(year, manager, date(2027, 6, 1))
        return [item for item in counts if counts[item] and item is not Item.TAXES]

    assert open_items() == [Item.REPAYMENTS]
    repayment = after.prepare_surplus(grant, officer, AT)
    assert (repayment.amount, open_items()) == (100_000, [Item.REPAYMENTS])
