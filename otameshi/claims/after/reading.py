"""What was paid under a grant, what was asked back, and whose orders one sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from otameshi.claims.after.interest import Owed, Sum, owed
from otameshi.claims.after.keeping import kept_until
from otameshi.claims.after.models import Cancellation, Repayment, RepaymentReceipt
from otameshi.claims.after.rules import LIVE, TOLD, Cancelling, Cause, excess
from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import AdvanceState
from otameshi.claims.models import Claim, Payment
from otameshi.core.roles import OFFICE
from otameshi.core.yen import Yen, total
from otameshi.db import db
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.grants.rules import State as GrantState
from otameshi.participation.models import Participation
from otameshi.people import Person

REPAYMENT_GROUP = joinedload(Repayment.grant).joinedload(Grant.participation)
NOT_TAX = Repayment.cause != Cause.TAX
CANCELLATION_GROUP = joinedload(Cancellation.grant).joinedload(Grant.participation)


def cancellations(person: Person) -> Select[Cancellation]:
    """Select what the office takes back; the group's own once it is decided."""
    query = (
        select(Cancellation)
        .join(Cancellation.grant)
        .join(Grant.participation)
        .options(
            CANCELLATION_GROUP.joinedload(Participation.year),
            CANCELLATION_GROUP.joinedload(Participation.representative),
        )
        .order_by(Cancellation.id.desc())
    )
    if person.has(*OFFICE):
        return query
    return query.where(
        Participation.representative_id == person.id, Cancellation.state == Cancelling.DECIDED
    )


def repayments(person: Person) -> Select[Repayment]:
    """Select the orders; the group's own once they are given."""
    query = (
        select(Repayment)
        .join(Repayment.grant)
        .join(Grant.participation)
        .options(
            REPAYMENT_GROUP.joinedload(Participation.year),
            REPAYMENT_GROUP.joinedload(Participation.representative),
            selectinload(Repayment.receipts),
            selectinload(Repayment.waivers),
            joinedload(Repayment.cancellation),
        )
        .order_by(Repayment.id.desc())
    )
    if person.has(*OFFICE):
        return query
    return query.where(Participation.representative_id == person.id, Repayment.state.in_(TOLD))


def paid_out(grant_id: int) -> list[Sum]:
    """Return what the group was paid and has, with the days: 精算払 and 概算払."""
    payments = (
        select(Payment.paid_on, Payment.amount)
        .join(Payment.claim)
        .where(Claim.grant_id == grant_id, Payment.returned_on.is_(None))
    )
    advances = select(Advance.paid_on, Advance.amount).where(
        Advance.grant_id == grant_id, Advance.state == AdvanceState.PAID
    )
    rows = [*db.session.execute(payments), *db.session.execute(advances)]
    return [Sum(on, amount) for on, amount in rows if on is not None]


def ordered_back(grant_id: int, *, taxes: bool = True) -> Yen:
    """Return what drafts and orders ask back of the grant itself; with or without tax credits."""
    query = select(func.sum(Repayment.amount)).where(
        Repayment.grant_id == grant_id, Repayment.state.in_(LIVE)
    )
    if not taxes:
        query = query.where(NOT_TAX)
    return Yen(int(db.session.scalar(query) or 0))


def claims_of(grant_id: int) -> Sequence[Claim]:
    query = select(Claim).where(Claim.grant_id == grant_id).order_by(Claim.round)
    return db.session.scalars(query).all()


def hold_claims(grant_id: int) -> None:
    """Let nobody move a claim of this grant until this is done."""
    mine = select(Claim.id).where(Claim.grant_id == grant_id).order_by(Claim.id)
    db.session.execute(mine.with_for_update())


def decided(grant: Grant) -> Yen:
    """Return 交付決定額 as it stands."""
    return Yen((grant.amount or 0) if grant.state in IN_FORCE else 0)


def beyond(grant: Grant, stands: Yen) -> Yen:
    """Return what was paid beyond what stands, and not asked back yet."""
    paid = total(one.amount for one in paid_out(grant.id))
    left = Yen(paid - ordered_back(grant.id))  # a tax credit that went back is not asked for twice
    return min(excess(paid, stands, ordered_back(grant.id, taxes=False)), left)


def owed_of(repayment: Repayment, until: date) -> Owed:
    """Return how an order stands at the end of a day; a draft as if it were given that day."""
    return owed(repayment.fact(until), repayment.came, until)


def surplus(grant: Grant) -> Yen:
    """Return what 概算払 has paid beyond 額の確定, once every claim of the grant is settled."""
    claims = claims_of(grant.id)
    if not claims or any(claim.settled is None for claim in claims):
        return Yen(0)
    return beyond(grant, total(claim.settled or Yen(0) for claim in claims))


def evidence_years(grant: Grant) -> int:
    return grant.participation.year.grant_plan.fact.evidence_years


def kept(grant: Grant) -> date | None:
    """Return until when the evidence is kept; the work is completed on the last day of the stay."""
    if grant.last_day is None:
        return None
    return kept_until(grant.last_day, evidence_years(grant))


@dataclass(frozen=True, slots=True)
class Surplus:
    """A grant of which 概算払 has paid more than was settled, by so much."""

    grant: Grant
    amount: Yen


def repaid_by_grant() -> Subquery:
    """Sum what of each grant itself came back: money pays it before any interest."""
    came = sum_of(
        RepaymentReceipt.repayment_id,
        RepaymentReceipt.amount,
        RepaymentReceipt.voided_at.is_(None),
    )
    part = case((came.c.amount < Repayment.amount, came.c.amount), else_=Repayment.amount)
    return (
        select(Repayment.grant_id, func.sum(part).label("amount"))
        .join(came, came.c.grant_id == Repayment.id)
        .group_by(Repayment.grant_id)
        .subquery()
    )


def surpluses() -> list[Surplus]:
    """Return the grants whose 概算払 is to be returned in part, in one read."""
    advanced = select(Advance.grant_id).where(Advance.state == AdvanceState.PAID)
    settled = sum_of(Claim.grant_id, Claim.settled)
    unsettled = select(Claim.grant_id).where(Claim.settled.is_(None))
    paid = paid_by_grant()
    back = sum_of(Repayment.grant_id, Repayment.amount, Repayment.state.in_(LIVE), NOT_TAX)
    rows = db.session.execute(
        select(Grant, settled.c.amount, paid.c.amount, func.coalesce(back.c.amount, 0))
        .join(settled, settled.c.grant_id == Grant.id)
        .join(paid, paid.c.grant_id == Grant.id)
        .outerjoin(back, back.c.grant_id == Grant.id)
        .where(
            Grant.id.in_(advanced), Grant.id.not_in(unsettled), Grant.state != GrantState.CANCELLED
        )
        .options(joinedload(Grant.participation).joinedload(Participation.year))
        .order_by(Grant.id)
    )
    found = ((row[0], excess(row[2], row[1], row[3])) for row in rows)
    return [Surplus(grant, amount) for grant, amount in found if amount]


def sum_of(key: Any, amount: Any, *where: Any) -> Subquery:
    query = select(key.label("grant_id"), func.sum(amount).label("amount")).where(*where)
    return query.group_by(key).subquery()


def paid_by_grant() -> Subquery:
    payments = (
        select(Claim.grant_id, Payment.amount)
        .join(Payment.claim)
        .where(Payment.returned_on.is_(None))
    )
    advances = select(Advance.grant_id, Advance.amount).where(Advance.state == AdvanceState.PAID)
    both = union_all(payments, advances).subquery()
    return sum_of(both.c.grant_id, both.c.amount)
