"""Totals of every year since the programme began, and the taking in of those before this system."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.files import table as tables
from otameshi.statistics.sheet.past import actions, columns, rules
from otameshi.statistics.sheet.past.forms import TableForm, TakeForm
from otameshi.statistics.sheet.past.models import IncomingTotals
from otameshi.statistics.sheet.past.rules import TABLE, State
from otameshi.statistics.sheet.totals import TOTALS, totals
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown
from otameshi.web.paging import paged
from otameshi.web.sheets import csv_response, xlsx_response

pages = Blueprint("totals", __name__, url_prefix="/desk/statistics/totals")

SHOWN_PROBLEMS = 200
TEMPLATE = "過去の集計の様式"


def table_or_404(table_id: int) -> IncomingTotals:
    return db.session.get(IncomingTotals, table_id) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return render_template(
        "totals/index.html",
        years=list(reversed(totals())),
        outputs=TOTALS,
        names=columns.NAMES,
        page=paged(actions.tables()),
        tone=rules.TONE,
        may_take=actor().has(Role.OFFICER),
    )


@pages.get("/template.<any(csv, xlsx):form>")
@needs({Role.OFFICER})
def template(form: str) -> Response:
    """Send the empty table with the names of the columns."""
    answer: Callable[..., Response] = csv_response if form == "csv" else xlsx_response
    return answer(TEMPLATE, list(columns.HEADERS), [])


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def send() -> str | Response:
    form = TableForm()
    if not form.sent():
        return render_template("totals/send.html", form=form, most=rules.MOST_ROWS)
    name, content = form.file
    table = actions.receive(name, content, tables.rows(name, content), actor(), now())
    return redirect(url_for(".show", table_id=table.id), 303)


@pages.route("/<int:table_id>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def show(table_id: int) -> str | Response:
    """Show what a table says, line by line, and take it in once nothing is wrong."""
    table, form = table_or_404(table_id), TakeForm()
    if form.sent():
        found = actions.take(
            table,
            form.reason.data or "",
            by=actor(),
            at=now(),
            version=version_shown(),
            seen=request.form.get("seen"),
        )
        flash(f"{len(found.changes)}個の数字を取り込みました。", "done")
        return redirect(url_for(".index"), 303)
    waiting = table.state is State.CHECKED
    look = actions.look(table.rows, now()) if waiting else actions.Look((), (), ())
    return render_template(
        "totals/show.html",
        form=form,
        table=table,
        look=look,
        problems=look.problems[:SHOWN_PROBLEMS],
        waiting=waiting,
        moves=[move for move in TABLE.open_to(actor().roles, table.state) if move.name == "drop"],
        events=db.session.scalars(history.of(table)).unique().all(),
        tone=rules.TONE,
    )


@pages.post("/<int:table_id>/drop")
@needs({Role.OFFICER})
def drop(table_id: int) -> Response:
    actions.drop(table_or_404(table_id), actor(), now(), version_shown())
    flash("この表は取り込みませんでした。", "done")
    return redirect(url_for(".index"), 303)
