"""The treasurer records a payment."""

from datetime import date, datetime

from otameshi.claims import rules
from otameshi.claims.actions.holding import announced, chosen
from otameshi.claims.models import Claim, Payment
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused, another_person
from otameshi.db import db
from otameshi.people import Person


def pay(
    claim: Claim,
    paid_on: date,
    voucher: str,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> Payment:
    """Record the payment of an invoiced claim, which is the only one it ever gets."""
    claim, move = chosen(claim, "pay", by, "", version)
    another_person(claim.settled_by_id, by.id)
    another_person(claim.checked_by_id, by.id)
    if claim.settled is None or claim.invoiced_on is None:
        raise ValueError
    if not voucher.strip():
        raise Refused("支出命令番号を入力してください。")
    rules.payable(paid_on, claim.invoiced_on, day_in_japan(at))
    amount = claim.payable
    payment = Payment(
        claim=claim, amount=amount, paid_on=paid_on, voucher=voucher.strip(), person=by
    )
    db.session.add(payment)
    claim.state = move.target
    announced(claim, move, by, at, "", amount=amount, voucher=payment.voucher)
    return payment
