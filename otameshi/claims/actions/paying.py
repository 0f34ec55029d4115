"""Money leaves, and comes back: the one door to the rows of `payments`."""

from datetime import date, datetime

from sqlalchemy.orm.attributes import set_committed_value

from otameshi.claims import rules
from otameshi.claims.actions.holding import announced, chosen
from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying import holding as runs
from otameshi.claims.paying.rules import Failure
from otameshi.claims.rules import CLAIM
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
    """Record a payment made outside the payment runs."""
    claim, _ = chosen(claim, "pay", by, "", version)
    runs.in_no_run(claim)
    return leave(claim, paid_on, voucher, by, at)


def leave(claim: Claim, paid_on: date, voucher: str, by: Person, at: datetime) -> Payment:
    """Record that the settled amount left for a claim that the caller holds."""
    move = CLAIM.choose("pay", by.roles, claim.state)
    another_person(claim.settled_by_id, by.id)
    another_person(claim.checked_by_id, by.id)
    if claim.settled is None or claim.invoiced_on is None:
        raise ValueError
    if not voucher.strip():
        raise Refused("支出命令番号を入力してください。")
    rules.payable(paid_on, claim.invoiced_on, day_in_japan(at))
    payment = Payment(
        claim=claim, amount=claim.payable, paid_on=paid_on, voucher=voucher.strip(), person=by
    )
    db.session.add(payment)
    set_committed_value(claim, "payment", payment)
    claim.state = move.target
    announced(claim, move, by, at, "", amount=payment.amount, voucher=payment.voucher)
    return payment


def come_back(
    claim: Claim, failure: Failure, by: Person, at: datetime, version: int | None = None
) -> Claim:
    """Take back a payment that did not arrive; its group invoices again with another account.

    Of a claim that was not paid yet it asks for that account before anything leaves.
    """
    claim, _ = chosen(claim, "come_back", by, failure.note, version)
    if claim.payment is None:
        runs.in_no_run(claim)
    return taken_back(claim, failure, by, at)


def taken_back(claim: Claim, failure: Failure, by: Person, at: datetime) -> Claim:
    """Let a claim that the caller holds go back to 額の確定."""
    move = CLAIM.choose("come_back", by.roles, claim.state, failure.note)
    payment = claim.payment
    if payment is not None:
        payment.returned_on, payment.returned_why = day_in_japan(at), failure.note
        runs.failed(payment, failure.fault)
        set_committed_value(claim, "payment", None)
    claim.state = move.target
    facts = {} if payment is None else {"amount": payment.amount, "voucher": payment.voucher}
    return announced(claim, move, by, at, failure.note, **facts)
