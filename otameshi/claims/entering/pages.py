"""One expense: recorded, judged at once, mended, and taken out."""

import re

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import actions, seeing, told, vocabulary
from otameshi.claims.actions import unrecorded
from otameshi.claims.entering import copies, rules, saving
from otameshi.claims.entering.fields import files_of
from otameshi.claims.entering.forms import ReceiptsForm
from otameshi.claims.entering.showing import Opened, asks, page
from otameshi.claims.models import Claim, ClaimLine, Receipt
from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.web.access import actor, needs
from otameshi.web.forms import options, version_shown
from otameshi.web.once import repeatable
from otameshi.web.readback import say_back

pages = Blueprint("expenses", __name__, url_prefix="/claims")

COPY = f"<any({copies.AGAIN}, {copies.BACK}):way>"
PLACE = re.compile(rf"new/(?P<cost>.+)|(?P<line>[0-9]+)(/({copies.AGAIN}|{copies.BACK}))?")


def claim_or_404(claim_id: int) -> Claim:
    return seeing.find(claim_id, actor()) or abort(404)


def line_of(claim: Claim, line_id: int) -> ClaimLine:
    return next((line for line in claim.lines if line.id == line_id), None) or abort(404)


def line_or_404(claim_id: int, line_id: int) -> ClaimLine:
    return line_of(claim_or_404(claim_id), line_id)


def receipt_or_404(line: ClaimLine, receipt_id: int) -> Receipt:
    return next((one for one in line.receipts if one.id == receipt_id), None) or abort(404)


@pages.post("/begin/<int:grant_id>")
@needs({Role.APPLICANT})
def begin(grant_id: int) -> Response:
    mine = [grant for grant in seeing.grants_of(actor()) if grant.id == grant_id]
    claim = actions.begin(mine[0] if mine else abort(404), actor(), now())
    return redirect(url_for("claims.show", claim_id=claim.id), 303)


@pages.get("/<int:claim_id>/lines/new")
@needs({Role.APPLICANT})
def choose(claim_id: int) -> str:
    claim = claim_or_404(claim_id)
    judgement = seeing.judgement_told(claim)
    return render_template("expenses/choose.html", claim=claim, judgement=judgement)


@pages.route("/<int:claim_id>/lines/new/<cost>", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def add_line(claim_id: int, cost: str) -> str | Response:
    claim = claim_or_404(claim_id)
    terms = seeing.terms_of(claim.grant, claim.round)
    if cost not in dict(vocabulary.costs(terms.rulebook)):
        abort(404)
    begun = copies.fresh(claim, terms.rulebook, cost)
    return _record(
        Opened(claim=claim, terms=terms, place=f"new/{cost}", begun=begun, month=today())
    )


@pages.route(f"/<int:claim_id>/lines/<int:line_id>/{COPY}", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def copy_line(claim_id: int, line_id: int, way: str) -> str | Response:
    line = line_or_404(claim_id, line_id)
    terms = seeing.terms_of(line.claim.grant, line.claim.round)
    return _record(
        Opened(
            claim=line.claim,
            terms=terms,
            place=f"{line_id}/{way}",
            begun=copies.copied(line, terms.rulebook, way),
            month=copies.begun_day(line),
        )
    )


def _record(opened: Opened) -> str | Response:
    """Show the page of a new expense, or record it."""
    claim = opened.claim
    kept = saving.recall(claim, opened.place)
    form = opened.form()
    if asks("fields") or not form.sent() or asks("judge"):
        return page(opened, form, kept)
    line = actions.add_line(claim, form.entry, actor(), now(), version_shown())
    say_back(form)
    saving.saved(claim, opened.place)
    flash("経費を記録しました。", "done")
    return redirect(url_for(".receipts", claim_id=claim.id, line_id=line.id), 303)


@pages.route("/<int:claim_id>/lines/<int:line_id>", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def change_line(claim_id: int, line_id: int) -> str | Response:
    line = line_or_404(claim_id, line_id)
    claim, place = line.claim, str(line_id)
    terms = seeing.terms_of(claim.grant, claim.round)
    opened = Opened(claim=claim, terms=terms, place=place, begun=copies.stored(line), line=line)
    kept = saving.recall(claim, place)
    form = opened.form()
    if asks("fields") or not form.sent() or asks("judge"):
        return page(opened, form, kept)
    actions.change_line(line, form.entry, actor(), now(), version_shown())
    say_back(form)
    saving.saved(claim, place)
    flash("経費を直しました。", "done")
    return redirect(url_for("claims.show", claim_id=claim.id, _anchor=f"line-{line_id}"), 303)


@pages.post("/<int:claim_id>/typing/<path:place>")
@needs({Role.APPLICANT})
@repeatable
def type_line(claim_id: int, place: str) -> Response:
    """Keep what is being typed about an expense, as it stands; no line is changed by it."""
    claim = claim_or_404(claim_id)
    found = PLACE.fullmatch(place) or abort(404)
    costs = dict(vocabulary.costs(seeing.terms_of(claim.grant).rulebook))
    if found["line"]:
        line_of(claim, int(found["line"]))
    elif found["cost"] not in costs:
        abort(404)
    return saving.keep(claim, place)


@pages.post("/<int:claim_id>/typed/<int:kept_id>/discard")
@needs({Role.APPLICANT})
def discard(claim_id: int, kept_id: int) -> Response:
    claim = claim_or_404(claim_id)
    kept = next((one for one in unrecorded.of(claim) if one.id == kept_id), None) or abort(404)
    unrecorded.discard(kept, claim, actor())
    flash("記録していなかった入力を捨てました。", "done")
    return redirect(url_for("claims.show", claim_id=claim_id), 303)


@pages.post("/<int:claim_id>/lines/<int:line_id>/remove")
@needs({Role.APPLICANT})
def remove_line(claim_id: int, line_id: int) -> Response:
    actions.remove_line(line_or_404(claim_id, line_id), actor(), now(), version_shown())
    flash("経費を取り下げました。", "done")
    return redirect(url_for("claims.show", claim_id=claim_id), 303)


@pages.route("/<int:claim_id>/lines/<int:line_id>/receipts", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def receipts(claim_id: int, line_id: int) -> str | Response:
    line = line_or_404(claim_id, line_id)
    judgement = seeing.judgement_told(line.claim)
    book, cost = judgement.terms.rulebook, (line.kind, line.sub_kind)
    form = ReceiptsForm(data={"shows": rules.papers_shown(book, cost, line.amount, line.papers)})
    form.shows.choices = options((paper.key, paper.label) for paper in book.papers)
    if not form.sent():
        return render_template(
            "expenses/receipts.html",
            claim=line.claim,
            line=line,
            form=form,
            judgement=judgement,
            judged=judgement.line(str(line.id)),
            remarks=rules.remarks(line),
            details=told.details(line),
        )
    files, shows = files_of(form.photos, form.files), tuple(form.shows.data or ())
    actions.add_receipts(line, files, shows, actor(), now(), version_shown())
    flash("証拠書類を加えました。", "done")
    return redirect(url_for(".receipts", claim_id=claim_id, line_id=line_id), 303)


@pages.post("/<int:claim_id>/lines/<int:line_id>/receipts/<int:receipt_id>/remove")
@needs({Role.APPLICANT})
def remove_receipt(claim_id: int, line_id: int, receipt_id: int) -> Response:
    receipt = receipt_or_404(line_or_404(claim_id, line_id), receipt_id)
    actions.remove_receipt(receipt, actor(), now(), version_shown())
    flash("証拠書類を外しました。", "done")
    return redirect(url_for(".receipts", claim_id=claim_id, line_id=line_id), 303)
