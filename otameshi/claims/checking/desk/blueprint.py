"""The blueprint of these pages, and how they find their rows."""

from flask import Blueprint, abort

from otameshi.claims import seeing
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.core.roles import Role
from otameshi.web.access import actor

pages = Blueprint("claims_desk", __name__, url_prefix="/desk/claims")

OFFICERS = frozenset({Role.OFFICER})


def claim_or_404(claim_id: int) -> Claim:
    return seeing.find(claim_id, actor()) or abort(404)


def line_or_404(claim: Claim, line_id: int) -> ClaimLine:
    """Return a line of a claim that the caller holds: a line alone would let it be read again."""
    return next((line for line in claim.lines if line.id == line_id), None) or abort(404)


def receipt_or_404(claim_id: int, receipt_id: int) -> Receipt:
    receipts = [one for line in claim_or_404(claim_id).lines for one in line.receipts]
    return next((one for one in receipts if one.id == receipt_id), None) or abort(404)
