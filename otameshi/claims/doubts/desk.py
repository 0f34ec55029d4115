"""The office reads a remark beside what it rests on; an officer notes having looked."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import seeing as claims
from otameshi.claims.doubts import actions, seeing
from otameshi.claims.doubts.facts import Kind
from otameshi.claims.doubts.forms import LookForm
from otameshi.claims.models import ClaimLine
from otameshi.claims.rules import BEING_WEIGHED
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown

KINDS = ",".join(Kind)
pages = Blueprint(
    "doubts_desk", __name__, url_prefix="/desk/claims/<int:claim_id>/lines/<int:line_id>"
)


def line_or_404(claim_id: int, line_id: int) -> ClaimLine:
    claim = claims.find(claim_id, actor()) or abort(404)
    return next((line for line in claim.lines if line.id == line_id), None) or abort(404)


@pages.get(f"/remarks/<any({KINDS}):kind>")
@needs(OFFICE)
def show(claim_id: int, line_id: int, kind: str) -> str:
    return _page(line_or_404(claim_id, line_id), Kind(kind), LookForm())


@pages.post(f"/remarks/<any({KINDS}):kind>")
@needs({Role.OFFICER})
def look(claim_id: int, line_id: int, kind: str) -> str | Response:
    line, which, form = line_or_404(claim_id, line_id), Kind(kind), LookForm()
    if not form.sent():
        return _page(line, which, form)
    actions.look(line, which, form.note.data or "", actor(), now(), version_shown())
    flash("気づきを確かめたことを記録しました。", "done")
    return redirect(url_for("claims_desk.show", claim_id=claim_id, _anchor=f"line-{line_id}"), 303)


def _page(line: ClaimLine, which: Kind, form: LookForm) -> str:
    found = seeing.remark(line, which) or abort(404)
    claim = line.claim
    return render_template(
        "doubts/look.html",
        claim=claim,
        line=line,
        number=claim.lines.index(line) + 1,
        remark=found,
        others=seeing.lines_of(found),
        form=form,
        looks=actor().has(Role.OFFICER) and claim.state in BEING_WEIGHED,
    )
