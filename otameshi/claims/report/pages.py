"""The page on which a group looks its report through and hands it in."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import judged, judging, seeing
from otameshi.claims.models import Claim
from otameshi.claims.report import actions, documents, issuing, reading
from otameshi.claims.report.forms import ReportForm
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.web.access import actor, needs
from otameshi.web.download import send_made
from otameshi.web.forms import version_shown

pages = Blueprint("report", __name__, url_prefix="/claims/<int:claim_id>")

DRAFTS = {
    "report": (documents.report, "実績報告書（案）.pdf"),
    "costs": (documents.costs, "経費明細書（案）.pdf"),
}


def _claim(claim_id: int) -> Claim:
    return seeing.find(claim_id, actor()) or abort(404)


@pages.route("/submit", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def hand_in(claim_id: int) -> str | Response:
    claim = _claim(claim_id)
    form = ReportForm(data={"outcome": claim.outcome})
    if not form.sent():
        return _page(claim, form)
    said = form.outcome.data or "", form.why_nothing.data or ""
    actions.hand_in(claim, said[0], actor(), now(), version_shown(), said[1])
    flash("実績を報告しました。控えはメールと書類の一覧でお渡しします。", "done")
    return redirect(url_for("claims.show", claim_id=claim.id), 303)


def _page(claim: Claim, form: ReportForm) -> str:
    judgement = seeing.judgement_told(claim)
    return render_template(
        "report/hand_in.html",
        claim=claim,
        form=form,
        judgement=judgement,
        lacking=_lacking(judgement),
        nothing=judging.nothing_granted(judgement) if judgement.granted <= 0 else None,
        due=reading.due_on(claim.grant),
        evidence=reading.evidence(claim),
        accounts=reading.accounts_of(claim, judgement),
    )


def _lacking(judgement: judged.Judgement) -> str:
    """Say beforehand what the act would refuse, whatever is written."""
    try:
        judging.ready_to_submit(judgement, "0円")
    except Refused as refusal:
        return str(refusal)
    return ""


@pages.get("/drafts/<any(report, costs):kind>.pdf")
@needs({Role.APPLICANT})
def draft(claim_id: int, kind: str) -> Response:
    """Show a paper as it would be handed in now."""
    claim = _claim(claim_id)
    judgement = seeing.judgement_told(claim)
    content = DRAFTS[kind][0](claim, judgement, issuing.reported(claim, judgement, now()))
    return send_made(content, DRAFTS[kind][1])
