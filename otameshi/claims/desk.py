"""The claims desk."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.claims import actions, rules, seeing
from otameshi.claims.forms import RulingForm
from otameshi.claims.models import Claim, ClaimLine
from otameshi.claims.rules import CLAIM, WITH_OWN_PAGE, Ruling, State, Verdict
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("claims_desk", __name__, url_prefix="/desk/claims")


def claim_or_404(claim_id: int) -> Claim:
    return seeing.find(claim_id, actor()) or abort(404)


def line_or_404(claim_id: int, line_id: int) -> ClaimLine:
    lines = claim_or_404(claim_id).lines
    return next((line for line in lines if line.id == line_id), None) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    state = request.args.get("state", "")
    chosen = State(state) if state in set(State) else None
    fiscal_year = asked_year()
    years = db.session.scalars(select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc()))
    return render_template(
        "claims/desk_index.html",
        page=paged(seeing.listed(actor(), chosen, fiscal_year)),
        states=State,
        state=chosen,
        years=[one.fiscal_year for one in years],
        year=fiscal_year,
        next=rules.NEXT_AT_THE_DESK,
        tone=rules.TONE,
    )


@pages.get("/<int:claim_id>")
@needs(OFFICE)
def show(claim_id: int) -> str:
    claim = claim_or_404(claim_id)
    moves = CLAIM.open_to(actor().roles, claim.state)
    return render_template(
        "claims/desk_show.html",
        claim=claim,
        judgement=seeing.judgement_of(claim),
        twins=seeing.twins(claim),
        papers=db.session.scalars(seeing.papers(claim, actor())).all(),
        events=db.session.scalars(history.of(claim)).unique().all(),
        moves=[move for move in moves if move.name not in {*WITH_OWN_PAGE, "return"}],
        returns=any(move.name == "return" for move in moves),
        pays=any(move.name == "pay" for move in moves),
        judges=rules.judges(claim.state, actor().roles),
        sees_account=seeing.sees_account(actor(), claim),
        next=rules.NEXT_AT_THE_DESK[claim.state],
        tone=rules.TONE,
        verdict_tone=rules.VERDICT_TONE,
    )


@pages.route("/<int:claim_id>/lines/<int:line_id>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def line(claim_id: int, line_id: int) -> str | Response:
    one = line_or_404(claim_id, line_id)
    claim = one.claim
    form = RulingForm(data={"verdict": one.verdict, "reduced_to": one.reduced_to})
    if not form.sent():
        return render_template(
            "claims/desk_line.html",
            claim=claim,
            line=one,
            number=claim.lines.index(one) + 1,
            judged=seeing.judgement_of(claim).line(str(one.id)),
            twins=seeing.twins(claim).get(one.id, []),
            rulebook=seeing.terms_of(claim.grant).rulebook,
            judges=rules.judges(claim.state, actor().roles),
            form=form,
        )
    actions.judge_line(one, form.ruling, actor(), now(), version_shown())
    following = rules.next_open(claim.verdicts)
    if following is None:
        flash("すべての行を確認しました。次の手続きを選んでください。", "done")
        return redirect(url_for(".show", claim_id=claim.id), 303)
    flash("判断を記録しました。次の行です。", "done")
    return redirect(url_for(".line", claim_id=claim.id, line_id=claim.lines[following].id), 303)


@pages.post("/<int:claim_id>/lines/<int:line_id>/accept")
@needs({Role.OFFICER})
def accept(claim_id: int, line_id: int) -> Response:
    one = line_or_404(claim_id, line_id)
    actions.judge_line(one, Ruling(Verdict.ACCEPTED), actor(), now(), version_shown())
    return redirect(url_for(".show", claim_id=claim_id, _anchor=f"line-{line_id}"), 303)


@pages.post("/<int:claim_id>/<move>")
@needs({Role.OFFICER, Role.MANAGER})
def take(claim_id: int, move: str) -> Response:
    claim = claim_or_404(claim_id)
    actions.take(claim, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。参加者へのお知らせは送信箱で確かめられます。", "done")
    return redirect(url_for(".show", claim_id=claim.id), 303)
