"""A group's claims, their report and invoice."""

from flask import (
    Blueprint,
    abort,
    render_template,
    request,
)
from werkzeug.wrappers import Response

from otameshi.claims import rules, seeing
from otameshi.claims.doubts.seeing import remarks_of
from otameshi.claims.entering import rules as entering
from otameshi.claims.entering import saving
from otameshi.claims.models import Claim, Receipt
from otameshi.claims.report.reading import bundle_of, due_on
from otameshi.claims.rules import CLAIM
from otameshi.core.roles import SIGNED_IN, Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.web.access import actor, needs
from otameshi.web.download import send, send_picture

pages = Blueprint("claims", __name__, url_prefix="/claims")


def claim_or_404(claim_id: int) -> Claim:
    return seeing.find(claim_id, actor()) or abort(404)


def receipt_or_404(claim_id: int, receipt_id: int) -> Receipt:
    receipts = [one for line in claim_or_404(claim_id).lines for one in line.receipts]
    return next((one for one in receipts if one.id == receipt_id), None) or abort(404)


@pages.get("/")
@needs({Role.APPLICANT})
def index() -> str:
    accounts = seeing.accounts_of(actor())
    return render_template("claims/index.html", accounts=accounts, next=rules.NEXT, tone=rules.TONE)


@pages.get("/<int:claim_id>")
@needs({Role.APPLICANT})
def show(claim_id: int) -> str:
    claim = claim_or_404(claim_id)
    moves = CLAIM.open_to(actor().roles, claim.state)
    lines = list(enumerate(claim.lines, start=1))
    wanted = [one for one in lines if rules.awaits(claim.state, one[1].verdict)]
    only = bool(wanted) and request.args.get("lines") == "returned"
    return render_template(
        "claims/show.html",
        claim=claim,
        judgement=seeing.judgement_told(claim),
        lines=wanted if only else sorted(lines, key=lambda one: one not in wanted),
        wanted=wanted,
        only=only,
        remarks={line.id: entering.remarks(line) for line in claim.lines},
        typed=saving.waiting(claim),
        doubts=remarks_of(claim, own=True) if claim.editable else {},
        weighed=claim.state in rules.BEING_WEIGHED,
        papers=db.session.scalars(seeing.papers(claim, actor())).all(),
        submits=any(move.name == "submit" for move in moves),
        due=due_on(claim.grant),
        bundle=bundle_of(claim),
        invoices=any(move.name == "invoice" for move in moves),
        returned=seeing.last_note(claim),
        next=rules.NEXT[claim.state],
        tone=rules.TONE,
        verdict_tone=rules.VERDICT_TONE,
    )


@pages.get("/<int:claim_id>/receipts/<int:receipt_id>")
@needs(SIGNED_IN)
def receipt(claim_id: int, receipt_id: int) -> Response:
    return send(receipt_or_404(claim_id, receipt_id).attachment)


@pages.get("/<int:claim_id>/receipts/<int:receipt_id>/preview")
@needs(SIGNED_IN)
def preview(claim_id: int, receipt_id: int) -> Response:
    return send_picture(receipt_or_404(claim_id, receipt_id).attachment)


@pages.get("/<int:claim_id>/papers/<int:paper_id>")
@needs(SIGNED_IN)
def paper(claim_id: int, paper_id: int) -> Response:
    query = seeing.papers(claim_or_404(claim_id), actor())
    found = db.session.scalar(query.where(issue.IssuedPaper.id == paper_id))
    return send((found or abort(404)).attachment)
