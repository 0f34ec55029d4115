"""The staff's pages of the reports on input tax credits."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.claims.taxes import actions, reading, rules
from otameshi.claims.taxes.rules import TAX_REPORT, WITH_OWN_PAGE, State
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked, asked_year
from otameshi.web.forms import reason_given, version_shown

pages = Blueprint("taxes_desk", __name__, url_prefix="/desk/taxes")


def _year() -> ProgrammeYear | None:
    """Return the year that is asked for, or else the latest that asks for reports."""
    years = reading.years()
    wanted = [one for one in years if one.fiscal_year == asked_year()]
    return next(iter((*wanted, *years)), None)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    wanted = asked("state")
    state = State(wanted) if wanted in set(State) else None
    year = _year() if state is None or asked_year() else None
    found = reading.asked(actor())
    if year is not None:
        found = reading.of_year(actor(), year.fiscal_year)
    rows = reading.beside(db.session.scalars(found).unique())
    if state is not None:
        rows = [row for row in rows if row.state is state]
    return render_template(
        "taxes/desk_index.html",
        year=year,
        years=reading.years(),
        rows=rows,
        state=state,
        counts={one: sum(row.state is one for row in rows) for one in State},
        late=sum(row.late(today()) for row in rows),
        today=today(),
        tone=rules.TONE,
        asks=actor().has(Role.OFFICER),
    )


@pages.get("/<int:grant_id>")
@needs(OFFICE)
def show(grant_id: int) -> str:
    found = reading.find(grant_id, actor()) or abort(404)
    one = found.report
    moves = TAX_REPORT.open_to(actor().roles, found.state)
    return render_template(
        "taxes/desk_show.html",
        asked=found,
        report=one,
        papers=db.session.scalars(issue.about(one)).all() if one else [],
        events=db.session.scalars(history.of(one)).unique().all() if one else [],
        moves=[move for move in moves if move.name not in WITH_OWN_PAGE],
        again=one is not None and actor().has(Role.OFFICER) and one.wants_order,
        next=rules.NEXT_AT_THE_DESK[found.state],
        tone=rules.TONE,
        today=today(),
    )


@pages.post("/<int:grant_id>/repayment")
@needs({Role.OFFICER})
def order_again(grant_id: int) -> Response:
    one = (reading.find(grant_id, actor()) or abort(404)).report or abort(404)
    actions.order_again(one, actor(), now())
    flash("返還命令の案を作りました。決裁者の決裁を待ってください。", "done")
    return redirect(url_for(".show", grant_id=grant_id), 303)


@pages.post("/<int:fiscal_year>/ask")
@needs({Role.OFFICER})
def ask(fiscal_year: int) -> Response:
    grants = db.session.scalars(reading.of_year(actor(), fiscal_year)).unique()
    count = actions.ask(grants, actor(), now())
    flash(f"報告していない{count}組に、報告を求めるメールを書きました。", "done")
    return redirect(url_for(".index", year=fiscal_year), 303)


@pages.post("/<int:grant_id>/<any(return, acknowledge):move>")
@needs({Role.OFFICER})
def take(grant_id: int, move: str) -> Response:
    one = (reading.find(grant_id, actor()) or abort(404)).report or abort(404)
    actions.take(one, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。", "done")
    return redirect(url_for(".show", grant_id=grant_id), 303)
