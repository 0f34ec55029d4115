"""The staff's pages of grants."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.core.states import Move
from otameshi.db import db
from otameshi.grants import actions, rules
from otameshi.grants.changes import actions as changes
from otameshi.grants.models import Grant
from otameshi.grants.rules import GRANT, State
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("grants_desk", __name__, url_prefix="/desk/grants")


def grant_or_404(grant_id: int) -> Grant:
    seen = actions.visible_to(actor()).where(Grant.id == grant_id)
    return db.session.scalars(seen).unique().one_or_none() or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    state = request.args.get("state", "")
    chosen = State(state) if state in set(State) else None
    fiscal_year = asked_year()
    years = db.session.scalars(select(ProgrammeYear).order_by(ProgrammeYear.fiscal_year.desc()))
    return render_template(
        "grants/desk_index.html",
        page=paged(actions.listed(actor(), chosen, fiscal_year)),
        states=State,
        state=chosen,
        years=[one.fiscal_year for one in years],
        year=fiscal_year,
        next=rules.NEXT_AT_THE_DESK,
        tone=rules.TONE,
    )


@pages.get("/<int:grant_id>")
@needs(OFFICE)
def show(grant_id: int) -> str:
    grant = grant_or_404(grant_id)
    year = grant.participation.year
    return render_template(
        "grants/desk_show.html",
        grant=grant,
        year=year,
        prospect=actions.prospect_of(grant),
        budget=actions.budget_of(grant),
        compared=actions.compared(grant),
        decided=actions.decided_sum(year),
        outlook=actions.outlook(grant),
        changes=db.session.scalars(changes.under(grant)).all(),
        differs=grant.state is State.DECIDED and changes.differs(grant),
        may_start=actor().has(Role.OFFICER),
        papers=db.session.scalars(actions.papers(grant)).all(),
        events=db.session.scalars(history.of(grant)).unique().all(),
        moves=_buttons(grant),
        next=rules.NEXT_AT_THE_DESK[grant.state],
        tone=rules.TONE,
    )


def _buttons(grant: Grant) -> list[Move[State]]:
    moves = GRANT.open_to(actor().roles, grant.state)
    return [move for move in moves if move.name not in rules.BY_CHANGE]


@pages.post("/<int:grant_id>/<move>")
@needs({Role.OFFICER, Role.MANAGER})
def take(grant_id: int, move: str) -> Response:
    grant = grant_or_404(grant_id)
    actions.take(grant, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。申請者へのお知らせは送信箱で確かめられます。", "done")
    return redirect(url_for(".show", grant_id=grant.id), 303)
