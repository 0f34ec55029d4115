"""現地確認: recorded and corrected by officers, read by the office."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims.checking import actions
from otameshi.claims.checking.desk.blueprint import OFFICERS, claim_or_404, pages
from otameshi.claims.checking.forms import VisitForm
from otameshi.claims.checking.models import OnSiteCheck
from otameshi.claims.models import Claim
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.forms import version_shown


def visit_or_404(claim: Claim, visit_id: int) -> OnSiteCheck:
    found = db.session.get(OnSiteCheck, visit_id)
    if found is None or found.participation_id != claim.grant.participation_id:
        abort(404)
    return found


@pages.route("/<int:claim_id>/visits/new", methods=["GET", "POST"])
@needs(OFFICERS)
def record_visit(claim_id: int) -> str | Response:
    claim = claim_or_404(claim_id)
    form = VisitForm()
    if not form.sent():
        return render_template("claims/checking/visit.html", claim=claim, visit=None, form=form)
    actions.record_visit(claim.grant.participation, form.visit, actor(), now())
    flash("現地確認を記録しました。", "done")
    return redirect(url_for(".show", claim_id=claim.id, _anchor="visits"), 303)


@pages.route("/<int:claim_id>/visits/<int:visit_id>", methods=["GET", "POST"])
@needs(OFFICERS)
def correct_visit(claim_id: int, visit_id: int) -> str | Response:
    claim = claim_or_404(claim_id)
    found = visit_or_404(claim, visit_id)
    form = VisitForm(obj=found)
    if not form.sent():
        return render_template("claims/checking/visit.html", claim=claim, visit=found, form=form)
    actions.correct_visit(found, form.visit, actor(), now(), version_shown())
    flash("現地確認の記録を直しました。", "done")
    return redirect(url_for(".show", claim_id=claim.id, _anchor="visits"), 303)


@pages.get("/<int:claim_id>/visits/<int:visit_id>/file")
@needs(OFFICE)
def visit_file(claim_id: int, visit_id: int) -> Response:
    found = visit_or_404(claim_or_404(claim_id), visit_id)
    return send(found.attachment or abort(404))
