"""The worker's part: bind the evidence of each submission into one PDF.

To look into sixty files takes a while: nobody waits for it, and nothing is locked meanwhile.
"""

import logging
from datetime import datetime

from sqlalchemy import select, update

from otameshi.claims.models import Claim
from otameshi.claims.report.models import EvidenceBundle
from otameshi.claims.report.reading import Evidence, evidence
from otameshi.claims.report.rules import MOST_TRIES, Bundle
from otameshi.core.clock import day_in_japan, now
from otameshi.core.states import Refused
from otameshi.core.wareki import wareki
from otameshi.db import db, locked
from otameshi.documents import issue
from otameshi.documents.binder import Piece, bound
from otameshi.files import gate, storage
from otameshi.files.kinds import IMAGES, Kind
from otameshi.files.models import Scan

TITLE = "証拠書類一式"
DRAWN = {*IMAGES, Kind.PDF}

log = logging.getLogger(__name__)


def run_once() -> int:
    """Bind what waits, one claim after another; return how many were done with."""
    waiting = db.session.scalars(
        select(EvidenceBundle.id)
        .where(EvidenceBundle.state == Bundle.WAITING)
        .order_by(EvidenceBundle.id)
    ).all()
    return sum(_bind(one) for one in waiting)


def _bind(bundle_id: int) -> bool:
    bundle = db.session.get_one(EvidenceBundle, bundle_id)
    if not _stands(bundle):
        return _done(bundle_id, Bundle.OVERTAKEN)
    found = evidence(bundle.claim)
    if any(one.receipt.attachment.scan is Scan.WAITING for one in found):
        db.session.rollback()
        return False  # held until the scanner has spoken
    facts = _facts(bundle)
    try:
        made = bound(TITLE, facts, [_piece(one) for one in found])
    except (Refused, storage.StorageFault, ValueError) as fault:
        log.warning("evidence of claim %d was not bound: %s", bundle.claim_id, fault)
        return _failed(bundle_id)
    return _keep(bundle_id, made, now())


def _stands(bundle: EvidenceBundle) -> bool:
    """Say whether the claim is still as it was submitted: its lines open again at a return."""
    return not bundle.claim.editable and bundle.claim.submitted_at == bundle.submitted_at


def _facts(bundle: EvidenceBundle) -> list[tuple[str, str]]:
    claim = bundle.claim
    return [
        ("補助事業の名称", claim.grant.participation.year.name),
        ("組", claim.grant.participation.title),
        ("報告の回", f"第{claim.round}回"),
        ("報告の日", wareki(day_in_japan(bundle.submitted_at))),
    ]


def _piece(one: Evidence) -> Piece:
    file = one.receipt.attachment
    drawn = file.media_type in DRAWN and file.scan is not Scan.INFECTED
    return Piece(one.title, one.about, file.name, file.sha256, gate.bare(file) if drawn else None)


def _keep(bundle_id: int, content: bytes, at: datetime) -> bool:
    db.session.rollback()
    bundle = locked(EvidenceBundle, bundle_id)
    claim = locked(Claim, bundle.claim_id)
    if bundle.state is not Bundle.WAITING:
        return False  # another worker was quicker
    bundle.state = Bundle.MADE if _stands(bundle) else Bundle.OVERTAKEN
    if bundle.state is Bundle.MADE:
        issue.issue(claim, "claim_evidence", TITLE, content, to=claim.claimant, at=at)
    db.session.commit()
    return True


def _done(bundle_id: int, state: Bundle) -> bool:
    db.session.execute(
        update(EvidenceBundle)
        .where(EvidenceBundle.id == bundle_id, EvidenceBundle.state == Bundle.WAITING)
        .values(state=state)
    )
    db.session.commit()
    return True


def _failed(bundle_id: int) -> bool:
    """Try again later; after some tries say so on the pages, where each file still is."""
    db.session.rollback()
    bundle = locked(EvidenceBundle, bundle_id)
    bundle.tries += 1
    if bundle.tries >= MOST_TRIES:
        bundle.state = Bundle.FAILED
    db.session.commit()
    return False
