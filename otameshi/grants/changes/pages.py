"""A group's requests under its grant."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import SIGNED_IN, Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants import actions as grants
from otameshi.grants.changes import actions, checks, rules, words
from otameshi.grants.changes.forms import ChangeForm
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import Kind, State
from otameshi.grants.models import Grant
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.forms import reason_given, version_shown

pages = Blueprint("changes", __name__, url_prefix="/grants")
HANDED_IN = {
    State.ASKED: "提出しました。控えをメールと書類の一覧でお渡しします。",
    State.RECORDED: "軽微な変更として記録しました。承認は要りません。",
}


def grant_or_404(grant_id: int) -> Grant:
    mine = grants.visible_to(actor()).where(Grant.id == grant_id)
    return db.session.scalars(mine).unique().one_or_none() or abort(404)


def change_or_404(change_id: int) -> GrantChange:
    mine = actions.visible_to(actor()).where(GrantChange.id == change_id)
    return db.session.scalars(mine).unique().one_or_none() or abort(404)


@pages.get("/<int:grant_id>/changes")
@needs({Role.APPLICANT})
def index(grant_id: int) -> str:
    grant = grant_or_404(grant_id)
    terms = grant.participation.year.grant_plan
    return render_template(
        "grants/changes/index.html",
        grant=grant,
        kinds=checks.open_kinds(grant.state, early_start=actions.may_start_early(grant)),
        asks=words.ASKS,
        percent=terms.minor_change_percent,
        changes=db.session.scalars(actions.under(grant)).all(),
        tone=words.TONE,
    )


@pages.post("/<int:grant_id>/changes/<kind>")
@needs({Role.APPLICANT})
def begin(grant_id: int, kind: str) -> Response:
    grant = grant_or_404(grant_id)
    chosen = Kind(kind) if kind in set(Kind) else abort(404)
    change = actions.begin(grant, chosen, actor(), now())
    return redirect(url_for(".edit", change_id=change.id), 303)


@pages.get("/changes/<int:change_id>")
@needs({Role.APPLICANT})
def show(change_id: int) -> str:
    change = change_or_404(change_id)
    moves = rules.MACHINES[change.kind].open_to(actor().roles, change.state)
    return render_template(
        "grants/changes/show.html",
        change=change,
        asks=words.ASKS[change.kind],
        compared=actions.compared(change),
        papers=db.session.scalars(actions.papers(change)).all(),
        moves=[move for move in moves if move.name not in rules.WITH_OWN_PAGE],
        note=actions.last_note(change),
        next=words.NEXT[change.state],
        tone=words.TONE,
    )


@pages.route("/changes/<int:change_id>/edit", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def edit(change_id: int) -> str | Response:
    change = change_or_404(change_id)
    if not change.editable and request.method == "GET":
        return redirect(url_for(".show", change_id=change.id), 303)
    form = ChangeForm()
    if request.method == "GET":
        form.show(change)
    form.offer(change)
    if not form.sent():
        return _page(change, form)
    at = now()
    change = actions.save(change, form.draft, actor(), at, version_shown())
    if request.form.get("action") != "hand_in":
        flash("保存しました。承認が要るかどうかを確かめてください。", "done")
        return redirect(url_for(".edit", change_id=change.id), 303)
    change = actions.hand_in(change, actor(), at)
    flash(HANDED_IN[change.state], "done")
    return redirect(url_for(".show", change_id=change.id), 303)


def _page(change: GrantChange, form: ChangeForm) -> str:
    return render_template(
        "grants/changes/edit.html",
        change=change,
        form=form,
        asks=words.ASKS[change.kind],
        labels=actions.labels(change.grant),
        before={one.kind: one.before for one in change.lines},
        altered=actions.altered(change),
        compared=actions.compared(change),
        why_approval=actions.why_approval(change),
        percent=change.grant.participation.year.grant_plan.minor_change_percent,
        returned=actions.last_note(change),
    )


@pages.post("/changes/<int:change_id>/<move>")
@needs({Role.APPLICANT})
def take(change_id: int, move: str) -> Response:
    change = change_or_404(change_id)
    actions.take(change, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。", "done")
    return redirect(url_for(".show", change_id=change.id), 303)


@pages.get("/changes/<int:change_id>/papers/<int:paper_id>")
@needs(SIGNED_IN)
def paper(change_id: int, paper_id: int) -> Response:
    one = actions.papers(change_or_404(change_id)).where(issue.IssuedPaper.id == paper_id)
    return send((db.session.scalar(one) or abort(404)).attachment)
