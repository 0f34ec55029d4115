"""A group reads a remark on its own expense, and explains it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import seeing as claims
from otameshi.claims.doubts import actions, seeing
from otameshi.claims.doubts.facts import Kind
from otameshi.claims.doubts.forms import ExplanationForm
from otameshi.claims.models import ClaimLine
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown

KINDS = ",".join(Kind)
pages = Blueprint("doubts", __name__, url_prefix="/claims/<int:claim_id>/lines/<int:line_id>")


def line_or_404(claim_id: int, line_id: int) -> ClaimLine:
    claim = claims.find(claim_id, actor()) or abort(404)
    return next((line for line in claim.lines if line.id == line_id), None) or abort(404)


@pages.route(f"/remarks/<any({KINDS}):kind>", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def explain(claim_id: int, line_id: int, kind: str) -> str | Response:
    line, which = line_or_404(claim_id, line_id), Kind(kind)
    found = seeing.remark(line, which, own=True) or abort(404)
    said = found.explanation.words if found.explanation else ""
    form = ExplanationForm(data={"words": said})
    if not form.sent():
        return render_template(
            "doubts/explain.html", claim=line.claim, line=line, remark=found, form=form
        )
    actions.explain(line, which, form.words.data or "", actor(), now(), version_shown())
    flash("説明を書きました。担当者が確認のときに読みます。", "done")
    return redirect(url_for("claims.show", claim_id=claim_id, _anchor=f"line-{line_id}"), 303)
