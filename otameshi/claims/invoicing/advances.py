"""What of a grant was paid in advance, and what of it earlier rounds have used up."""

from sqlalchemy import Select, func, select

from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import UNDER_WAY, AdvanceState
from otameshi.core.yen import Yen
from otameshi.db import db


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
