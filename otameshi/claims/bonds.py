"""What a claim says before its grant changes: it is not taken back, nor brought below its money."""

from sqlalchemy import select

from otameshi.claims.models import Claim
from otameshi.claims.seeing import settled_before
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.grants.actions.bonds import BONDS, FLOORS
from otameshi.grants.models import Grant


def bond(grant: Grant, move: str) -> str:
    """Say why a grant under which expenses are recorded cannot be taken back (取下げ)."""
    mine = select(Claim.id).where(Claim.grant_id == grant.id, Claim.lines.any())
    if move != "retract" or db.session.scalar(mine.limit(1)) is None:
        return ""
    return (
        "記録した経費があるため、取り下げられません。経費をすべて取り下げるか、"
        "中止または廃止の承認を申請してください。"
    )


def floor(grant: Grant) -> Yen:
    """Return what is already settled of the grant, in yen."""
    return settled_before(grant.id)


BONDS.append(bond)
FLOORS.append(floor)
