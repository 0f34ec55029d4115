"""Claims that a payment run can pay, and runs as far as each test needs them."""

from datetime import date
from typing import Any

from otameshi.claims.models import Claim
from otameshi.claims.paying import actions
from otameshi.claims.paying.models import PaymentRun
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from tests import make

PREPARED = japan(2026, 12, 1, 10)
APPROVED = japan(2026, 12, 2, 10)
SENT = japan(2026, 12, 3, 10)
PAID = japan(2026, 12, 10, 15)
PAY_ON = date(2026, 12, 10)  # a Thursday
PAYER = {
    "payer_code": "1234567890",
    "payer_name_kana": "ナガノケン",
    "payer_bank_code": "0143",
    "payer_bank_name_kana": "ハチジユウニ",
    "payer_branch_code": "210",
    "payer_branch_name_kana": "ケンチヨウナイ",
    "payer_account_kind": "1",
    "payer_account_number": "0000123",
}
ACCOUNT: dict[str, Any] = {
    "bank": "八十二銀行",
    "branch": "長野駅前",
    "bank_code": "0143",
    "bank_kana": "ハチジユウニ",
    "branch_code": "211",
    "branch_kana": "ナガノエキマエ",
}


def paying_year(fiscal_year: int = 2026) -> ProgrammeYear:
    """Return a year that knows from which account it pays."""
    year = make.year(fiscal_year)
    for name, value in PAYER.items():
        setattr(year.grant_plan, name, value)
    return year


def payable(amount: int = 50_000, number: str = "0123456", **facts: Any) -> Claim:
    paying_year()
    standard = {**ACCOUNT, "account_number": number}
    return make.invoiced_claim(amount=Yen(amount), **{**standard, **facts})


def treasurer() -> Person:
    return make.person(Role.TREASURER)


def manager() -> Person:
    return make.person(Role.MANAGER)


def prepared(*claims: Claim, by: Person | None = None) -> PaymentRun:
    claims = claims or (payable(50_000, "0000001"), payable(90_500, "0000002"))
    keys = [one.id for one in claims]
    return actions.prepare(paying_year(), keys, PAY_ON, by or treasurer(), PREPARED)


def approved(run: PaymentRun | None = None) -> PaymentRun:
    run = run or prepared()
    counted = len(run.items), Yen(sum(one.amount for one in run.items))
    return actions.approve(run, counted, manager(), APPROVED, "書類と見比べました。")


def sent(run: PaymentRun | None = None) -> PaymentRun:
    return actions.take(approved(run), "send", treasurer(), SENT)
