"""The office enters what came on paper, one by one or as a table."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.applications.entering import actions, columns, rules
from otameshi.applications.entering.entry import Entry, Problem
from otameshi.applications.entering.forms import SenderForm, TableForm
from otameshi.applications.entering.models import IncomingTable
from otameshi.applications.entering.row import read
from otameshi.applications.entering.rules import TABLE, State
from otameshi.applications.rules import PageName
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import table as tables
from otameshi.programme import actions as programme
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown
from otameshi.web.paging import paged
from otameshi.web.sheets import csv_response, xlsx_response

pages = Blueprint("entering", __name__, url_prefix="/desk/applications/entering")

SHOWN_PROBLEMS = 200


def table_or_404(table_id: int) -> IncomingTable:
    return db.session.get(IncomingTable, table_id) or abort(404)


def read_of(table: IncomingTable) -> tuple[list[Entry], list[Problem]]:
    """Read a table's rows by the year's rules, and say all that stands in the way."""
    year = table.call.year
    hosts, rulebook = programme.hosts_of(year), programme.rules_of(year)
    entries, problems = read(table.rows, hosts, rulebook, year.group_limit)
    found = [*problems, *actions.found(table.call, entries)]
    return entries, sorted(found, key=lambda one: one.row)


@pages.get("/")
@needs({Role.OFFICER})
def index() -> str:
    return render_template(
        "entering/index.html",
        unfinished=db.session.scalars(actions.unfinished()).all(),
        page=paged(actions.tables()),
        tone=rules.TONE,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def begin() -> str | Response:
    form = SenderForm.of(actions.calls())
    if not form.sent():
        return render_template("entering/new.html", form=form)
    application = actions.begin(form.chosen, form.sender, actor(), now())
    flash("入力を始めました。応募書のとおりに、7つのページを入力してください。", "done")
    first = url_for("applications.page", application_id=application.id, name=PageName.KIND)
    return redirect(first, 303)


@pages.route("/tables/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def send() -> str | Response:
    form = TableForm.of(actions.calls())
    if not form.sent():
        return render_template("entering/send.html", form=form, most=rules.MOST_ROWS)
    name, content = form.file
    rows = tables.rows(name, content)
    columns.check(rows[0], form.chosen.year.group_limit)
    table = actions.receive(form.chosen, name, content, rows, actor(), now())
    return redirect(url_for(".show", table_id=table.id), 303)


@pages.get("/template.<any(csv, xlsx):form>")
@needs({Role.OFFICER})
def template(form: str) -> Response:
    """Send the empty table with the names of the columns."""
    limit = max((one.year.group_limit for one in actions.calls()), default=1)
    answer: Callable[..., Response] = csv_response if form == "csv" else xlsx_response
    return answer("応募の表の様式", list(columns.template(limit)), [])


@pages.get("/tables/<int:table_id>")
@needs({Role.OFFICER})
def show(table_id: int) -> str:
    table = table_or_404(table_id)
    waiting = table.state is State.CHECKED
    entries, problems = read_of(table) if waiting else ([], [])
    return render_template(
        "entering/show.html",
        table=table,
        read=entries,
        problems=problems[:SHOWN_PROBLEMS],
        count=len(problems),
        rows=len(table.rows) - 1,
        moves=[
            move
            for move in TABLE.open_to(actor().roles, table.state)
            if move.name != "take" or not problems
        ],
        events=db.session.scalars(history.of(table)).unique().all(),
        tone=rules.TONE,
    )


@pages.post("/tables/<int:table_id>/<any(take, drop):move>")
@needs({Role.OFFICER})
def settle(table_id: int, move: str) -> Response:
    table = table_or_404(table_id)
    if move == "drop":
        actions.drop(table, actor(), now(), version_shown())
        flash("この表は取り込みませんでした。", "done")
        return redirect(url_for(".index"), 303)
    entries, problems = read_of(table)
    rules.without_problems(problems)
    taken = actions.take(table, entries, actor(), now(), version_shown())
    flash(f"{len(taken)}件の応募を取り込み、応募者に受付の連絡を送りました。", "done")
    return redirect(url_for(".show", table_id=table.id), 303)
