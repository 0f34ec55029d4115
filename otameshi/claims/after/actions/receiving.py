"""Money comes in under 返還命令; what was recorded by mistake is voided, interest may be waived."""

from dataclasses import dataclass
from datetime import date, datetime

from otameshi import history
from otameshi.claims.after import reading, rules
from otameshi.claims.after.interest import Charge
from otameshi.claims.after.models import Repayment, RepaymentReceipt, RepaymentWaiver
from otameshi.claims.after.rules import REPAYMENT, Repaying
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Move, Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the treasurer reads off the 納入通知書."""

    on: date
    amount: Yen
    reference: str


def _chosen(
    one: Repayment, name: str, by: Person, note: str, version: int | None
) -> tuple[Repayment, Move[Repaying]]:
    one = locked(Repayment, one.id)
    unchanged(one, version)
    return one, REPAYMENT.choose(name, by.roles, one.state, note)


def receive(
    one: Repayment, receipt: Receipt, by: Person, at: datetime, version: int | None = None
) -> RepaymentReceipt:
    """Record what came in; with the last yen of grant and interest the order is done."""
    one, move = _chosen(one, "receive", by, "", version)
    if one.ordered_on is None:
        raise ValueError
    if not receipt.reference.strip():
        raise Refused("納入通知書の番号を入力してください。")
    earliest = max([one.ordered_on, *(each.on for each in one.came)])
    rules.must_fit(receipt.on, earliest, day_in_japan(at))
    rules.must_be_owed(receipt.amount, reading.owed_of(one, receipt.on).left)
    made = RepaymentReceipt(
        repayment=one,
        amount=receipt.amount,
        received_on=receipt.on,
        reference=receipt.reference.strip(),
        person=by,
        at=at,
    )
    db.session.add(made)
    history.record(
        one, move.name, move.label, by=by, at=at, amount=made.amount, received_on=made.received_on
    )
    _finish(one, by, at)
    return made


def _finish(one: Repayment, by: Person, at: datetime) -> None:
    """Close an order of which nothing is left; the grant itself is back, so nothing runs on."""
    last = max((each.on for each in one.came), default=day_in_japan(at))
    found = reading.owed_of(one, last)
    if found.left or found.principal_left:
        return
    move = REPAYMENT.choose("finish", by.roles, one.state)
    one.state, one.repaid_on = move.target, last
    history.record(one, move.name, move.label, by=by, at=at)
    year = one.grant.participation.year
    post.write("repayment_done", to=one.grant.grantee, at=at, repayment=one, owed=found, year=year)


def void(
    receipt: RepaymentReceipt, by: Person, at: datetime, note: str, version: int | None = None
) -> Repayment:
    """Take back the record of a payment that was made by mistake; the row stays and says so."""
    one, move = _chosen(receipt.repayment, "void", by, note, version)
    receipt = next(each for each in one.receipts if each.id == receipt.id)
    if not receipt.counts:
        raise Overtaken
    receipt.voided_at, receipt.voided_why = at, note.strip()
    one.state, one.repaid_on = move.target, None
    history.record(one, move.name, move.label, by=by, at=at, note=note, amount=receipt.amount)
    return one


def waive(  # noqa: PLR0913, PLR0917  # which, what, how much, why, who, when, and the version
    one: Repayment,
    charge: Charge,
    amount: Yen,
    note: str,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> RepaymentWaiver:
    """Waive a part of what has come up until today (やむを得ない事情, 第19条第3項)."""
    one, move = _chosen(one, "waive", by, note, version)
    today = day_in_japan(at)
    found = reading.owed_of(one, today)
    open_now = found.surcharge if charge is Charge.SURCHARGE else found.late
    rules.must_be_accrued(amount, Yen(min(open_now, found.left)))
    made = RepaymentWaiver(
        repayment=one, charge=charge, amount=amount, reason=note.strip(), waived_on=today, person=by
    )
    db.session.add(made)
    facts = {"amount": amount, "charge": charge.label}
    history.record(one, move.name, move.label, by=by, at=at, note=note, **facts)
    _finish(one, by, at)
    return made
