"""The staff's pages of requests under a grant."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.grants import actions as grants
from otameshi.grants.changes import actions, rules, words
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.changes.rules import Kind, State
from otameshi.grants.models import Grant
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("changes_desk", __name__, url_prefix="/desk/grants")


def change_or_404(change_id: int) -> GrantChange:
    seen = actions.visible_to(actor()).where(GrantChange.id == change_id)
    return db.session.scalars(seen).unique().one_or_none() or abort(404)


@pages.get("/changes/")
@needs(OFFICE)
def index() -> str:
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    chosen = State(state) if state in set(State) else None
    sort = Kind(kind) if kind in set(Kind) else None
    fiscal_year = asked_year()
    years = db.session.scalars(select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc()))
    return render_template(
        "grants/changes/desk_index.html",
        page=paged(actions.listed(actor(), chosen, sort, fiscal_year)),
        states=State,
        state=chosen,
        kinds=Kind,
        kind=sort,
        years=[one.fiscal_year for one in years],
        year=fiscal_year,
        next=words.NEXT_AT_THE_DESK,
        tone=words.TONE,
    )


@pages.get("/changes/<int:change_id>")
@needs(OFFICE)
def show(change_id: int) -> str:
    change = change_or_404(change_id)
    return render_template(
        "grants/changes/desk_show.html",
        change=change,
        asks=words.ASKS[change.kind],
        compared=actions.compared(change),
        why_approval=actions.why_approval(change),
        outlook=actions.outlook(change),
        papers=db.session.scalars(actions.papers(change)).all(),
        events=db.session.scalars(history.of(change)).unique().all(),
        moves=rules.MACHINES[change.kind].open_to(actor().roles, change.state),
        next=words.NEXT_AT_THE_DESK[change.state],
        tone=words.TONE,
    )


@pages.post("/changes/<int:change_id>/<move>")
@needs({Role.OFFICER, Role.MANAGER})
def take(change_id: int, move: str) -> Response:
    change = change_or_404(change_id)
    actions.take(change, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。参加者へのお知らせは送信箱で確かめられます。", "done")
    return redirect(url_for(".show", change_id=change.id), 303)


@pages.post("/<int:grant_id>/members")
@needs({Role.OFFICER})
def start(grant_id: int) -> Response:
    seen = grants.visible_to(actor()).where(Grant.id == grant_id)
    grant = db.session.scalars(seen).unique().one_or_none() or abort(404)
    change = actions.start_for_members(grant, actor(), now())
    flash("いまの人数と期間で計算し直しました。確かめて決裁に上げてください。", "done")
    return redirect(url_for(".show", change_id=change.id), 303)
