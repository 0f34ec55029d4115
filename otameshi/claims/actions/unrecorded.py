"""Keeping what is typed about an expense before it is recorded, and giving it up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from otameshi.claims.actions.holding import must_be_own
from otameshi.claims.entering.models import UnsavedExpense
from otameshi.claims.models import Claim, ClaimLine
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person


def of(claim: Claim) -> Sequence[UnsavedExpense]:
    """Return what is typed on any page of a claim and not recorded, oldest first."""
    mine = select(UnsavedExpense).where(UnsavedExpense.claim_id == claim.id)
    return db.session.scalars(mine.order_by(UnsavedExpense.at)).all()


def on_page(claim: Claim, place: str) -> UnsavedExpense | None:
    there = UnsavedExpense.claim_id == claim.id, UnsavedExpense.place == place
    return db.session.scalar(select(UnsavedExpense).where(*there))


def keep(  # who keeps what, where, when, and upon which version
    claim: Claim,
    place: str,
    fields: list[list[str]],
    by: Person,
    at: datetime,
    version: int | None,
) -> UnsavedExpense:
    """Keep what stands on a page now. Lines stay as they are, so the claim's version does too."""
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    must_be_own(claim, by)
    if not claim.editable:
        raise Refused("報告した経費は変更できません。")
    kept = on_page(claim, place) or UnsavedExpense(claim_id=claim.id, place=place)
    kept.fields, kept.at = fields, at
    db.session.add(kept)
    db.session.flush()
    return kept


def forget(claim: Claim, place: str) -> None:
    found = on_page(claim, place)
    if found is not None:
        db.session.delete(found)


def discard(kept: UnsavedExpense, claim: Claim, by: Person) -> None:
    """Give up typed text of one's own claim."""
    claim = locked(Claim, claim.id)
    must_be_own(claim, by)
    db.session.delete(kept)


def nothing_left(claim: Claim) -> None:
    """Refuse to report while typed text waits to be recorded: it would be in no line."""
    if db.session.scalar(select(UnsavedExpense.id).where(UnsavedExpense.claim_id == claim.id)):
        raise Refused(
            "まだ記録していない入力があります。開いて記録するか、捨ててから報告してください。"
        )


def drop_line(line: ClaimLine) -> None:
    """Forget what was typed about a line that is taken out."""
    places = (str(line.id), *(f"{line.id}/{way}" for way in ("again", "back")))
    mine = UnsavedExpense.claim_id == line.claim_id, UnsavedExpense.place.in_(places)
    db.session.execute(delete(UnsavedExpense).where(*mine))
