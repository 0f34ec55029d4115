"""A group hands in its report."""

from datetime import datetime

from otameshi.claims.actions.holding import must_be_own
from otameshi.claims.actions.moving import submit
from otameshi.claims.models import Claim
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person


def hand_in(
    claim: Claim,
    outcome: str,
    by: Person,
    at: datetime,
    version: int | None = None,
    why_nothing: str = "",
) -> Claim:
    """実績報告: keep what was done and achieved, and let the claim go to the office."""
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    must_be_own(claim, by)
    if not claim.editable:
        raise Refused("この実績は、すでに報告されています。")
    claim.outcome = outcome.strip()
    db.session.flush()
    return submit(claim, by, at, note=why_nothing)
