"""Which run holds a claim: a claim that one holds is paid by nothing else."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying.models import PaymentRunItem
from otameshi.claims.paying.rules import Fault, ItemState
from otameshi.core.states import Refused
from otameshi.db import db


def under_way(claims: Iterable[int]) -> dict[int, PaymentRunItem]:
    """Return, by claim, the transfer that is under way."""
    found = db.session.scalars(
        select(PaymentRunItem)
        .where(PaymentRunItem.claim_id.in_(claims), PaymentRunItem.state == ItemState.PENDING)
        .options(joinedload(PaymentRunItem.run))
    )
    return {one.claim_id: one for one in found}


def in_no_run(claim: Claim) -> None:
    """Refuse what would pay or change a claim that a run holds; the claim is locked."""
    item = under_way([claim.id]).get(claim.id)
    if item is not None:
        raise Refused(f"この請求は、{item.run.title}の振込で手続き中です。")


def failed(payment: Payment, fault: Fault) -> None:
    """Note on the run that this payment came back, if a run made it."""
    mine = select(PaymentRunItem).where(PaymentRunItem.payment_id == payment.id)
    item = db.session.scalar(mine)
    if item is not None:
        item.state, item.fault = ItemState.FAILED, fault
