"""Whose claim it is, and that nobody moved it in between."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from otameshi import history
from otameshi.claims import documents, rules
from otameshi.claims.invoicing import advances
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.report import issuing as report
from otameshi.claims.rules import CLAIM, Change, State
from otameshi.claims.seeing import judgement_of, set_off_before
from otameshi.core.roles import Role
from otameshi.core.states import Move, Overtaken, Refused
from otameshi.core.yen import Yen
from otameshi.db import db, locked, unchanged
from otameshi.documents import issue, post
from otameshi.grants.rules import IN_FORCE
from otameshi.people import Person
from otameshi.programme.closing import must_be_open


def must_be_own(claim: Claim, by: Person) -> None:
    if claim.grant.participation.representative_id != by.id:
        raise Refused("この手続きは、交付を受ける組の代表者が行ってください。")


def chosen(
    claim: Claim, name: str, by: Person, note: str, version: int | None
) -> tuple[Claim, Move[State]]:
    claim = locked(Claim, claim.id)
    unchanged(claim, version)
    move = CLAIM.choose(name, by.roles, claim.state, note)
    if move.by is Role.APPLICANT:
        must_be_own(claim, by)
    if claim.grant.state not in IN_FORCE:
        raise Refused(
            "交付の決定が取り消され、または取り下げられているため、この手続きは行えません。"
        )
    must_be_open(claim.grant.participation.year)
    return claim, move


def announced(
    claim: Claim, move: Move[State], by: Person, at: datetime, note: str, **facts: object
) -> Claim:
    touched(claim, at)
    history.record(claim, move.name, move.label, by=by, at=at, note=note, **facts)
    if move.name in PAPERS:
        PAPERS[move.name](claim, at)
    if move.name in LETTERS:
        year = claim.grant.participation.year
        post.write(LETTERS[move.name], to=claim.claimant, at=at, claim=claim, note=note, year=year)
    return claim


def fresh(line: ClaimLine) -> ClaimLine:
    """Load a line again now that its claim is held; it may be gone."""
    found = db.session.get(ClaimLine, line.id, populate_existing=True)
    if found is None:
        raise Overtaken
    return found


def touched(claim: Claim, at: datetime) -> None:
    """Move the claim's version, also when two people act in the same moment."""
    claim.changed_at = at
    flag_modified(claim, "changed_at")


def noted(line: ClaimLine, change: Change, by: Person, at: datetime, note: str = "") -> None:
    touched(line.claim, at)
    db.session.flush()
    facts = {"line": line.id, "amount": line.amount}
    history.record(line.claim, change.value, change.label, by=by, at=at, note=note, **facts)


def _not_set_off(claim: Claim) -> Yen:
    """Return what of 概算払 this round and those before it have not used up."""
    return Yen(advances.paid(claim.grant_id) - set_off_before(claim) - claim.set_off)


def _settlement_paper(claim: Claim, at: datetime) -> None:
    issue.issue(
        claim,
        "claim_settlement",
        "補助金の額の確定通知書",
        documents.settlement(claim, judgement_of(claim), _not_set_off(claim)),
        to=claim.claimant,
        at=at,
        number=claim.document_number,
    )


def _invoice_paper(claim: Claim, at: datetime) -> None:
    content = documents.invoice(claim)
    issue.issue(claim, rules.BANK_PAPER, "補助金請求書", content, to=claim.claimant, at=at)


PAPERS: dict[str, Callable[[Claim, datetime], None]] = {
    "submit": report.hand_out,
    "settle": _settlement_paper,
    "invoice": _invoice_paper,
}

LETTERS = {
    "submit": "claim_submitted",
    "return": "claim_returned",
    "settle": "claim_settled",
    "invoice": "claim_invoiced",
    "pay": "claim_paid",
    "come_back": "claim_transfer_failed",
}
