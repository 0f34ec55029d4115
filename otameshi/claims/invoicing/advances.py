"""What of a grant was paid in advance, what rounds have used up, and what it holds up."""

from sqlalchemy import Select, func, select

from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import UNDER_WAY, AdvanceState
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.actions.bonds import BONDS, FLOORS
from otameshi.grants.models import Grant


def of_grant(grant_id: int) -> Select[Advance]:
    """Select the advances of a grant, oldest first."""
    return select(Advance).where(Advance.grant_id == grant_id).order_by(Advance.id)


def paid(grant_id: int) -> Yen:
    """Return how much left in advance and did not come back."""
    query = select(func.sum(Advance.amount)).where(
        Advance.grant_id == grant_id, Advance.state == AdvanceState.PAID
    )
    return Yen(int(db.session.scalar(query) or 0))


def under_way(grant_id: int) -> int:
    """Return how many advances are asked for and neither paid nor ended; there is at most one."""
    query = (
        select(func.count())
        .select_from(Advance)
        .where(Advance.grant_id == grant_id, Advance.state.in_(UNDER_WAY))
    )
    return db.session.scalar(query) or 0


def bond(grant: Grant, move: str) -> str:
    """Say why a grant of which something is paid in advance cannot move yet."""
    if under_way(grant.id):
        return (
            "概算払の手続きが終わっていません。支払うか取りやめてから、もう一度手続きしてください。"
        )
    if move == "retract" and paid(grant.id):
        return (
            "概算払が済んでいるため、取り下げられません。中止または廃止の承認を申請してください。"
        )
    return ""


def floor(grant: Grant) -> Yen:
    """Return what is paid in advance: 交付決定額 never falls below it."""
    return paid(grant.id)


BONDS.append(bond)
FLOORS.append(floor)


def unpaid(grant_id: int) -> Advance | None:
    """Return the advance whose transfer came back and waits for another account."""
    query = of_grant(grant_id).where(Advance.state == AdvanceState.UNPAID)
    return db.session.scalar(query)
