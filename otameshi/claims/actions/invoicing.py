"""A group asks for its money."""

from dataclasses import dataclass
from datetime import datetime

from otameshi.applications.rules import Kind
from otameshi.claims import account as account_rules
from otameshi.claims import rules
from otameshi.claims.account import AccountKind
from otameshi.claims.actions.holding import announced, chosen
from otameshi.claims.models import Claim
from otameshi.core.clock import day_in_japan
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class BankAccount:
    bank: str
    branch: str
    kind: AccountKind
    number: str
    holder: str


def invoice(
    claim: Claim, account: BankAccount, by: Person, at: datetime, version: int | None = None
) -> Claim:
    """請求: name the account; it must be the grantee's."""
    claim, move = chosen(claim, "invoice", by, "", version)
    rules.something_to_pay(claim.payable)
    group = claim.grant.participation
    company = group.candidacy.application.kind is Kind.COMPANY
    number = account_rules.account_number(account.number)
    claim.holder_remark = account_rules.holder_fault(
        account.holder, group.people[0].kana, company=company
    )
    claim.bank, claim.branch = account.bank, account.branch
    claim.account_kind, claim.account_number = account.kind, number
    claim.account_holder = account.holder
    claim.invoiced_on = day_in_japan(at)
    claim.state = move.target
    return announced(claim, move, by, at, "")
