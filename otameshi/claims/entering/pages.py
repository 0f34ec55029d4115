"""One expense: recorded, judged at once, mended, and taken out."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.claims import actions, seeing
from otameshi.claims.entering.forms import LineForm
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.subsidy import Rulebook
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown
from otameshi.web.transaction import only_looked

pages = Blueprint("expenses", __name__, url_prefix="/claims")


def claim_or_404(claim_id: int) -> Claim:
    return seeing.find(claim_id, actor()) or abort(404)


def line_or_404(claim_id: int, line_id: int) -> ClaimLine:
    lines = claim_or_404(claim_id).lines
    return next((line for line in lines if line.id == line_id), None) or abort(404)


def receipt_or_404(line: ClaimLine, receipt_id: int) -> Receipt:
    return next((one for one in line.receipts if one.id == receipt_id), None) or abort(404)


@pages.post("/begin/<int:grant_id>")
@needs({Role.APPLICANT})
def begin(grant_id: int) -> Response:
    mine = [grant for grant in seeing.grants_of(actor()) if grant.id == grant_id]
    claim = actions.begin(mine[0] if mine else abort(404), actor(), now())
    return redirect(url_for("claims.show", claim_id=claim.id), 303)


@pages.route("/<int:claim_id>/lines/new", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def add_line(claim_id: int) -> str | Response:
    claim = claim_or_404(claim_id)
    form = LineForm()
    rulebook = seeing.terms_of(claim.grant).rulebook
    form.offer(rulebook, claim.grant.participation)
    if not form.sent() or asks():
        return _line_page(claim, None, form, rulebook)
    actions.add_line(claim, form.entry, actor(), now(), version_shown())
    flash("経費を記録しました。対象になるかどうかを下の表で確かめてください。", "done")
    if request.form.get("action") == "another":
        return redirect(url_for(".add_line", claim_id=claim.id), 303)
    return redirect(url_for("claims.show", claim_id=claim.id), 303)


def asks() -> bool:
    """Whether the button asked what the rules say, before anything is kept."""
    return request.form.get("action") == "judge"


def _line_page(claim: Claim, line: ClaimLine | None, form: LineForm, rulebook: Rulebook) -> str:
    judged = None
    if asks() and not form.errors:
        only_looked()
        judged = seeing.foreseen(claim, form.expense(line))
    return render_template(
        "expenses/line.html",
        claim=claim,
        line=line,
        form=form,
        rulebook=rulebook,
        judged=judged,
        key=str(line.id) if line else "",
    )


@pages.route("/<int:claim_id>/lines/<int:line_id>", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def change_line(claim_id: int, line_id: int) -> str | Response:
    line = line_or_404(claim_id, line_id)
    claim = line.claim
    form = LineForm()
    if request.method == "GET":
        form.show(line)
    rulebook = seeing.terms_of(claim.grant).rulebook
    form.offer(rulebook, claim.grant.participation)
    if not form.sent() or asks():
        return _line_page(claim, line, form, rulebook)
    actions.change_line(line, form.entry, actor(), now(), version_shown())
    flash("経費を直しました。", "done")
    return redirect(url_for("claims.show", claim_id=claim.id), 303)


@pages.post("/<int:claim_id>/lines/<int:line_id>/remove")
@needs({Role.APPLICANT})
def remove_line(claim_id: int, line_id: int) -> Response:
    actions.remove_line(line_or_404(claim_id, line_id), actor(), now(), version_shown())
    flash("経費を取り下げました。", "done")
    return redirect(url_for("claims.show", claim_id=claim_id), 303)


@pages.post("/<int:claim_id>/lines/<int:line_id>/receipts/<int:receipt_id>/remove")
@needs({Role.APPLICANT})
def remove_receipt(claim_id: int, line_id: int, receipt_id: int) -> Response:
    receipt = receipt_or_404(line_or_404(claim_id, line_id), receipt_id)
    actions.remove_receipt(receipt, actor(), now(), version_shown())
    flash("証拠書類を外しました。", "done")
    return redirect(url_for(".change_line", claim_id=claim_id, line_id=line_id), 303)
