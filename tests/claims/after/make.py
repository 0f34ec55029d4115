"""A grant that was paid, and what is taken back of it."""

from datetime import date
from typing import Any

from otameshi.claims.after import actions
from otameshi.claims.after.models import Cancellation, Repayment
from otameshi.claims.after.rules import Reason
from otameshi.claims.models import Payment
from otameshi.claims.rules import State
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.models import Grant
from tests import make

PAID_ON = date(2027, 4, 20)
MAY = japan(2027, 5, 31, 10)


def paid_grant(amount: int = 240_000, **facts: Any) -> Grant:
    """Make a grant of 260,000 yen of which so much was settled and paid on 20 April."""
    grant = make.decided_grant(**facts)
    claim = make.invoiced_claim(grant, amount, state=State.PAID)
    make.keep(
        Payment(
            claim=claim,
            amount=Yen(amount),
            paid_on=PAID_ON,
            voucher="見本",
            person=make.person(Role.TREASURER),
        )
    )
    return grant


def draft(grant: Grant | None = None, stands: int = 0, **facts: Any) -> Cancellation:
    standard = {"reason": Reason.OTHER_USE, "words": "別の事業の経費に使用した。", "stands": stands}
    asked = actions.Draft(**{**standard, **facts})
    return actions.prepare(grant or paid_grant(), asked, make.person(Role.OFFICER), MAY)


def cancelled(grant: Grant | None = None, stands: int = 0, **facts: Any) -> Cancellation:
    return actions.cancel(draft(grant, stands, **facts), "decide", make.person(Role.MANAGER), MAY)


def ordered(grant: Grant | None = None, stands: int = 0, **facts: Any) -> Repayment:
    """Take back a decision and order the return, all on 31 May: due on 20 June."""
    one = drafted(cancelled(grant, stands, **facts))
    return actions.take(one, "order", make.person(Role.MANAGER), MAY)


def drafted(of: Cancellation) -> Repayment:
    found: Repayment = db.session.scalars(
        db.select(Repayment).filter_by(cancellation_id=of.id)
    ).one()
    return found


def cancellation_of(one: Repayment) -> Cancellation:
    assert one.cancellation is not None
    return one.cancellation
