"""請求: a settled amount, or 概算払, is asked for with an account that was named for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from otameshi import history
from otameshi.claims import actions as claims
from otameshi.claims import rules as claim_rules
from otameshi.claims.account import Destination
from otameshi.claims.actions import BankAccount
from otameshi.claims.invoicing import advances, rules
from otameshi.claims.invoicing.actions import banks
from otameshi.claims.invoicing.models import Advance, GrantAccount
from otameshi.claims.invoicing.rules import Room
from otameshi.claims.models import Claim
from otameshi.claims.rules import CLAIM
from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Purpose:
    """What money is asked for: a settled claim, or 概算払 (`unpaid`: its transfer came back)."""

    grant: Grant
    claim: Claim | None = None
    unpaid: Advance | None = None

    @property
    def ids(self) -> dict[str, Any]:
        """Return what the addresses of its pages name."""
        if self.claim is not None:
            return {"claim_id": self.claim.id}
        return {"grant_id": self.grant.id}

    @property
    def failed(self) -> str:
        """Return why the last transfer did not arrive, if one came back."""
        if self.claim is not None:
            return failure_of(self.claim) if self.claim.account_number else ""
        return failure_of(self.unpaid) if self.unpaid else ""

    @property
    def destination(self) -> Destination | None:
        """Return the account that the last transfer went to."""
        if self.claim is not None:
            return self.claim.destination
        return self.unpaid.account.destination if self.unpaid else None


def must_be_open(purpose: Purpose, by: Person) -> None:
    """Refuse while the money cannot be asked for: 額の確定, or the year's 概算払, comes first."""
    if purpose.grant.participation.representative_id != by.id:
        raise Refused("請求は、交付を受ける組の代表者が行ってください。")
    if purpose.claim is not None:
        CLAIM.choose("invoice", by.roles, purpose.claim.state)
        claim_rules.something_to_pay(purpose.claim.payable)
    elif purpose.unpaid is None:
        rules.may_ask(room_of(purpose.grant))


def is_open(purpose: Purpose, by: Person) -> bool:
    if purpose.claim is not None:
        moves = CLAIM.open_to(by.roles, purpose.claim.state)
        return any(move.name == "invoice" for move in moves) and purpose.claim.payable > 0
    return purpose.unpaid is not None or not rules.why_not(room_of(purpose.grant))


def room_of(grant: Grant) -> Room:
    """Return how much of a decided grant may still be asked for in advance."""
    settled = exists().where(Claim.grant_id == grant.id, Claim.settled.is_not(None))
    return Room(
        amount=grant.amount or Yen(0),
        percent=grant.participation.year.grant_plan.fact.advance_percent,
        standing=advances.paid(grant.id),
        under_way=advances.under_way(grant.id) > 0,
        settled=bool(db.session.scalar(select(settled))),
    )


def failure_of(row: Claim | Advance) -> str:
    """Return what the treasurer wrote when the transfer came back last."""
    found = history.of(row).where(history.Event.act == "come_back")
    events = db.session.scalars(found).unique().all()
    return events[-1].note if events else ""


def invoice(
    claim: Claim, account: GrantAccount, by: Person, at: datetime, version: int | None = None
) -> Claim:
    """請求する: with an account of the claimant's own that shows its passbook and still exists."""
    usable(account, claim.grant)
    return claims.invoice(claim, as_named(account), by, at, version)


def usable(account: GrantAccount, grant: Grant) -> None:
    """Refuse another person's account, one without passbook, and a branch that is gone."""
    owner = account.grant.participation.representative_id
    if owner != grant.participation.representative_id:
        raise Refused("この振込先は使えません。もう一度選んでください。")
    rules.passbook_shown({page.side for page in account.pages})
    if account.bank_code and account.branch_code:
        bank = banks.bank(account.bank_code)
        branch = banks.branch(account.bank_code, account.branch_code)
        gone = [(one.name, one.gone_on) for one in (bank, branch) if one is not None]
        rules.still_there(gone)


def as_named(account: GrantAccount) -> BankAccount:
    return BankAccount(
        bank=account.bank,
        branch=account.branch,
        kind=account.kind,
        number=account.number,
        holder=account.holder,
        bank_code=account.bank_code,
        bank_kana=account.bank_kana,
        branch_code=account.branch_code,
        branch_kana=account.branch_kana,
        remark=account.remark,
        account_id=account.id,
    )
