"""A group's 交付申請."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi.core.clock import now, today
from otameshi.core.roles import SIGNED_IN, Role
from otameshi.core.states import Move
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants import actions, rules
from otameshi.grants.changes import actions as changes
from otameshi.grants.changes.checks import open_kinds
from otameshi.grants.changes.rules import Kind
from otameshi.grants.forms import GrantForm
from otameshi.grants.models import Grant
from otameshi.grants.rules import State
from otameshi.participation.models import Participation
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.forms import reason_given, version_shown

pages = Blueprint("grants", __name__, url_prefix="/grants")


def grant_or_404(grant_id: int) -> Grant:
    mine = actions.visible_to(actor()).where(Grant.id == grant_id)
    return db.session.scalars(mine).unique().one_or_none() or abort(404)


@pages.get("/")
@needs({Role.APPLICANT})
def index() -> str:
    groups = db.session.scalars(actions.groups_of(actor())).all()
    found = select(Grant).where(Grant.participation_id.in_([group.id for group in groups]))
    grants = {grant.participation_id: grant for grant in db.session.scalars(found)}
    rows = [(group, grants.get(group.id)) for group in groups]
    return render_template("grants/index.html", rows=rows, next=rules.NEXT, tone=rules.TONE)


@pages.post("/begin/<int:participation_id>")
@needs({Role.APPLICANT})
def begin(participation_id: int) -> Response:
    mine = actions.groups_of(actor()).where(Participation.id == participation_id)
    group = db.session.scalar(mine) or abort(404)
    grant = actions.begin(group, actor(), now())
    return redirect(url_for(".edit", grant_id=grant.id), 303)


@pages.get("/<int:grant_id>")
@needs({Role.APPLICANT})
def show(grant_id: int) -> str:
    grant = grant_or_404(grant_id)
    return render_template(
        "grants/show.html",
        grant=grant,
        rulebook=actions.rulebook_of(grant),
        prospect=actions.prospect_of(grant),
        budget=actions.budget_of(grant),
        papers=db.session.scalars(actions.papers(grant)).all(),
        moves=_buttons(grant),
        retract_by=_retract_by(grant),
        early_start=_may_start_early(grant),
        changes=db.session.scalars(changes.under(grant)).all(),
        returned=actions.last_note(grant),
        next=rules.NEXT[grant.state],
        tone=rules.TONE,
    )


def _retract_by(grant: Grant) -> date | None:
    """Return the last day to take the decided grant back, while it has not passed."""
    if grant.state is not State.DECIDED:
        return None
    last = actions.last_day_to_retract(grant)
    return last if today() <= last else None


def _may_start_early(grant: Grant) -> bool:
    """Say whether a request for 事前着手 could be of use: not decided, and the year allows it."""
    possible = Kind.EARLY in open_kinds(grant.state, early_start=True)
    return possible and changes.may_start_early(grant)


def _buttons(grant: Grant) -> list[Move[State]]:
    moves = rules.GRANT.open_to(actor().roles, grant.state)
    shown = [move for move in moves if move.name not in rules.BY_CHANGE]
    return [move for move in shown if move.name != "retract" or _retract_by(grant)]


@pages.route("/<int:grant_id>/edit", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def edit(grant_id: int) -> str | Response:
    grant = grant_or_404(grant_id)
    if not grant.editable and request.method == "GET":
        return redirect(url_for(".show", grant_id=grant.id), 303)
    form = GrantForm()
    if request.method == "GET":
        form.show(grant)
    rulebook = actions.rulebook_of(grant)
    form.offer(rulebook)
    if not form.sent():
        return render_template(
            "grants/edit.html",
            grant=grant,
            form=form,
            rulebook=rulebook,
            prospect=actions.prospect_of(grant),
            most=actions.most_of(grant),
            returned=actions.last_note(grant),
        )
    at = now()
    actions.save(grant, form.draft, actor(), at, version_shown())
    if request.form.get("action") != "apply":
        flash("保存しました。計算の結果を確かめてください。", "done")
        return redirect(url_for(".edit", grant_id=grant.id), 303)
    actions.apply(grant, actor(), at)
    flash("交付申請を提出しました。控えをメールと下の一覧でお渡しします。", "done")
    return redirect(url_for(".show", grant_id=grant.id), 303)


@pages.post("/<int:grant_id>/<move>")
@needs({Role.APPLICANT})
def take(grant_id: int, move: str) -> Response:
    grant = grant_or_404(grant_id)
    actions.take(grant, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。", "done")
    return redirect(url_for(".show", grant_id=grant.id), 303)


@pages.get("/<int:grant_id>/papers/<int:paper_id>")
@needs(SIGNED_IN)
def paper(grant_id: int, paper_id: int) -> Response:
    grant = grant_or_404(grant_id)
    one = actions.papers(grant).where(issue.IssuedPaper.id == paper_id)
    return send((db.session.scalar(one) or abort(404)).attachment)
