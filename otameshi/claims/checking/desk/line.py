"""One line beside its receipts: what the rules say of it, what was said before, the ruling."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.claims import actions, rules, seeing, told
from otameshi.claims.checking import reading
from otameshi.claims.checking.desk.blueprint import OFFICERS, claim_or_404, line_or_404, pages
from otameshi.claims.checking.forms import RulingForm
from otameshi.claims.checking.looking import Look
from otameshi.claims.checking.rules import ZOOMS, following, shared, times_returned
from otameshi.claims.doubts.seeing import remarks_of
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.rules import Ruling, Verdict
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown


@pages.route("/<int:claim_id>/lines/<int:line_id>", methods=["GET", "POST"])
@needs(OFFICE)
def line(claim_id: int, line_id: int) -> str | Response:
    claim = claim_or_404(claim_id)
    one = line_or_404(claim, line_id)
    form = RulingForm.of(one)
    if not form.sent():
        return _page(claim, one, form)
    actions.judge_line(one, form.ruling, actor(), now(), version_shown())
    return _go_on(claim, one)


@pages.post("/<int:claim_id>/lines/<int:line_id>/accept")
@needs(OFFICERS)
def accept(claim_id: int, line_id: int) -> Response:
    """Accept a line from the table of the claim."""
    one = line_or_404(claim_or_404(claim_id), line_id)
    actions.judge_line(one, Ruling(Verdict.ACCEPTED), actor(), now(), version_shown())
    return redirect(url_for(".show", claim_id=claim_id, _anchor=f"line-{line_id}"), 303)


def _go_on(claim: Claim, one: ClaimLine) -> Response:
    """Lead to the next line that nobody has judged, or to the claim when there is none."""
    place = following(claim.verdicts, claim.lines.index(one))
    if place is None:
        flash("すべての行を確認しました。次の手続きを選んでください。", "done")
        return redirect(url_for(".show", claim_id=claim.id), 303)
    flash("判断を記録しました。次の行です。", "done")
    return redirect(url_for(".line", claim_id=claim.id, line_id=claim.lines[place].id), 303)


def _page(claim: Claim, one: ClaimLine, form: RulingForm) -> str:
    judgement = seeing.judgement_of(claim)
    rulebook = judgement.terms.rulebook
    past, here = reading.past_of(one, rulebook), claim.lines.index(one)
    place = following(claim.verdicts, here)
    return render_template(
        "claims/checking/line.html",
        claim=claim,
        line=one,
        number=here + 1,
        before=claim.lines[here - 1] if here else None,
        after=claim.lines[here + 1] if here + 1 < len(claim.lines) else None,
        next_open=None if place in {None, here} else claim.lines[place or 0],
        judged=judgement.line(str(one.id)),
        details=told.details(one),
        shared=shared(judgement, str(one.id)),
        doubts=remarks_of(claim).get(one.id, ()),
        past=past,
        returned=times_returned([said.fact for said in past.rulings], claim.rounds_returned),
        papers={paper.key: paper.label for paper in rulebook.papers},
        look=Look.asked(request.args),
        zooms=ZOOMS,
        judges=rules.judges(claim.state, actor().roles),
        verdict_tone=rules.VERDICT_TONE,
        form=form,
    )
