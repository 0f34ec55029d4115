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
from otameshi.participation.models import Participation
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class BankAccount:
    """振込先; `account_id` is the row that it was named with, with its passbook."""

    bank: str
    branch: str
    kind: AccountKind
    number: str
    holder: str
    bank_code: str | None = None
    bank_kana: str = ""
    branch_code: str | None = None
    branch_kana: str = ""
    remark: str = ""
    account_id: int | None = None


def holder_remark(group: Participation, holder: str) -> str:
    """Return what the office should compare of the holder's name; refuse another person's."""
    application = group.candidacy.application
    return account_rules.holder_fault(
        holder,
        group.people[0].kana,
        company=application.kind is Kind.COMPANY,
        trade_name=application.trade_name,
    )


def invoice(
    claim: Claim, account: BankAccount, by: Person, at: datetime, version: int | None = None
) -> Claim:
    """請求: name the account; it must be the grantee's."""
    claim, move = chosen(claim, "invoice", by, "", version)
    rules.something_to_pay(claim.payable)
    number = account_rules.account_number(account.number)
    holder_remarked = holder_remark(claim.grant.participation, account.holder)
    claim.holder_remark = account.remark or holder_remarked
    claim.bank, claim.branch = account.bank, account.branch
    claim.bank_code, claim.bank_kana = account.bank_code, account.bank_kana
    claim.branch_code, claim.branch_kana = account.branch_code, account.branch_kana
    claim.account_kind, claim.account_number = account.kind, number
    claim.account_holder = account.holder
    claim.account_id = account.account_id
    claim.invoiced_on = day_in_japan(at)
    claim.state = move.target
    return announced(claim, move, by, at, "", asked=claim.payable)
