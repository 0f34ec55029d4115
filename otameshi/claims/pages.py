"""A group's costs, report and invoice."""

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from otameshi.claims import actions, rules, seeing
from otameshi.claims.forms import InvoiceForm, LineForm
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.claims.rules import CLAIM, WITH_OWN_PAGE
from otameshi.core.clock import now
from otameshi.core.roles import SIGNED_IN, Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.subsidy import Rulebook
from otameshi.web.access import actor, needs
from otameshi.web.download import send, send_picture
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.transaction import only_looked

pages = Blueprint("claims", __name__, url_prefix="/claims")


def claim_or_404(claim_id: int) -> Claim:
    return seeing.find(claim_id, actor()) or abort(404)


def line_or_404(claim_id: int, line_id: int) -> ClaimLine:
    lines = claim_or_404(claim_id).lines
    return next((line for line in lines if line.id == line_id), None) or abort(404)


def receipt_or_404(claim_id: int, receipt_id: int) -> Receipt:
    receipts = [one for line in claim_or_404(claim_id).lines for one in line.receipts]
    return next((one for one in receipts if one.id == receipt_id), None) or abort(404)


@pages.get("/")
@needs({Role.APPLICANT})
def index() -> str:
    accounts = seeing.accounts_of(actor())
    return render_template("claims/index.html", accounts=accounts, next=rules.NEXT, tone=rules.TONE)


@pages.post("/begin/<int:grant_id>")
@needs({Role.APPLICANT})
def begin(grant_id: int) -> Response:
    mine = [grant for grant in seeing.grants_of(actor()) if grant.id == grant_id]
    claim = actions.begin(mine[0] if mine else abort(404), actor(), now())
    return redirect(url_for(".show", claim_id=claim.id), 303)


@pages.get("/<int:claim_id>")
@needs({Role.APPLICANT})
def show(claim_id: int) -> str:
    claim = claim_or_404(claim_id)
    moves = CLAIM.open_to(actor().roles, claim.state)
    return render_template(
        "claims/show.html",
        claim=claim,
        judgement=seeing.judgement_told(claim),
        weighed=claim.state in rules.BEING_WEIGHED,
        papers=db.session.scalars(seeing.papers(claim, actor())).all(),
        moves=[move for move in moves if move.name not in WITH_OWN_PAGE],
        invoices=any(move.name == "invoice" for move in moves),
        returned=seeing.last_note(claim),
        next=rules.NEXT[claim.state],
        tone=rules.TONE,
        verdict_tone=rules.VERDICT_TONE,
    )


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
    return redirect(url_for(".show", claim_id=claim.id), 303)


def asks() -> bool:
    """Whether the button asked what the rules say, before anything is kept."""
    return request.form.get("action") == "judge"


def _line_page(claim: Claim, line: ClaimLine | None, form: LineForm, rulebook: Rulebook) -> str:
    judged = None
    if asks() and not form.errors:
        only_looked()
        judged = seeing.foreseen(claim, form.expense(line))
    return render_template(
        "claims/line.html",
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
    return redirect(url_for(".show", claim_id=claim.id), 303)


@pages.post("/<int:claim_id>/lines/<int:line_id>/remove")
@needs({Role.APPLICANT})
def remove_line(claim_id: int, line_id: int) -> Response:
    actions.remove_line(line_or_404(claim_id, line_id), actor(), now(), version_shown())
    flash("経費を取り下げました。", "done")
    return redirect(url_for(".show", claim_id=claim_id), 303)


@pages.post("/<int:claim_id>/lines/<int:line_id>/receipts/<int:receipt_id>/remove")
@needs({Role.APPLICANT})
def remove_receipt(claim_id: int, line_id: int, receipt_id: int) -> Response:
    receipt = receipt_or_404(claim_id, receipt_id)
    actions.remove_receipt(receipt, actor(), now(), version_shown())
    flash("証拠書類を外しました。", "done")
    return redirect(url_for(".change_line", claim_id=claim_id, line_id=line_id), 303)


@pages.get("/<int:claim_id>/receipts/<int:receipt_id>")
@needs(SIGNED_IN)
def receipt(claim_id: int, receipt_id: int) -> Response:
    return send(receipt_or_404(claim_id, receipt_id).attachment)


@pages.get("/<int:claim_id>/receipts/<int:receipt_id>/preview")
@needs(SIGNED_IN)
def preview(claim_id: int, receipt_id: int) -> Response:
    return send_picture(receipt_or_404(claim_id, receipt_id).attachment)


@pages.route("/<int:claim_id>/invoice", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def invoice(claim_id: int) -> str | Response:
    claim = claim_or_404(claim_id)
    form = InvoiceForm()
    if not form.sent():
        return render_template("claims/invoice.html", claim=claim, form=form)
    actions.invoice(claim, form.account, actor(), now(), version_shown())
    flash("請求を受け付けました。請求書の控えは書類の一覧にあります。", "done")
    return redirect(url_for(".show", claim_id=claim.id), 303)


@pages.post("/<int:claim_id>/<move>")
@needs({Role.APPLICANT})
def take(claim_id: int, move: str) -> Response:
    claim = claim_or_404(claim_id)
    actions.take(claim, move, actor(), now(), reason_given(), version_shown())
    flash("実績を報告しました。控えはメールと書類の一覧でお渡しします。", "done")
    return redirect(url_for(".show", claim_id=claim.id), 303)


@pages.get("/<int:claim_id>/papers/<int:paper_id>")
@needs(SIGNED_IN)
def paper(claim_id: int, paper_id: int) -> Response:
    query = seeing.papers(claim_or_404(claim_id), actor())
    found = db.session.scalar(query.where(issue.IssuedPaper.id == paper_id))
    return send((found or abort(404)).attachment)
