"""The office takes tables of the statistics: which one, which years, which columns."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask import stream_with_context as streaming
from werkzeug.wrappers import Response as AnyResponse

from otameshi.core.clock import in_japan, now
from otameshi.core.roles import EMPLOYED, OFFICE
from otameshi.db import db
from otameshi.statistics.exports import actions, columns, tables
from otameshi.statistics.exports.columns import Column
from otameshi.statistics.exports.forms import TableForm
from otameshi.statistics.exports.models import TableRun
from otameshi.statistics.exports.tables import Name
from otameshi.web import shift_jis
from otameshi.web.access import actor, needs
from otameshi.web.forms import given
from otameshi.web.paging import paged
from otameshi.web.sheets import attached, streamed_csv, xlsx_response

pages = Blueprint("tables", __name__, url_prefix="/desk/statistics/tables")

SHOWN, LISTED = 20, 200  # rows of the preview; characters that cannot be written


def run_or_404(run_id: int) -> TableRun:
    return db.session.scalar(actions.runs(actor()).where(TableRun.id == run_id)) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return render_template(
        "tables/index.html", names=list(Name), Name=Name, page=paged(actions.runs(actor()))
    )


@pages.route(
    "/<any(groups, replies, retention, divided, applications):name>", methods=["GET", "POST"]
)
@needs(EMPLOYED)
def choose(name: str) -> str | AnyResponse:
    """Choose years and columns, and take the table."""
    wanted = Name(name)
    form = TableForm(tables.years(), columns.visible(tables.columns(wanted), actor().roles))
    if not form.sent():
        return render_template("tables/choose.html", name=wanted, form=form)
    run = actions.take(wanted, form.chosen_years, given(form.columns.data), actor(), now())
    flash(f"{run.taken:,}行を出力の対象にしました。形式を選んで受け取ってください。", "done")
    return redirect(url_for(".show", run_id=run.id), 303)


@pages.get("/runs/<int:run_id>")
@needs(OFFICE)
def show(run_id: int) -> str:
    run = run_or_404(run_id)
    shown = actions.columns_of(run, actor())
    return render_template(
        "tables/show.html",
        run=run,
        name=Name(run.name),
        columns=shown,
        rows=list(islice(_cells(run, shown), SHOWN)),
        hidden=len(run.columns) - len(shown),
    )


def _cells(run: TableRun, shown: Sequence[Column]) -> Iterator[list[Any]]:
    keys = [one.key for one in shown]
    found = tables.rows(Name(run.name), actions.years_of(run), keys)
    return iter(columns.cells(shown, found))


def _name(run: TableRun) -> str:
    return f"おためしナガノ_{Name(run.name).label}_{in_japan(run.at):%Y%m%d}_{run.id}"


@pages.get("/runs/<int:run_id>/table.<any(csv, sjis, xlsx, json):form>")
@needs(OFFICE)
def file(run_id: int, form: str) -> Response:
    """Send the rows as they stand now, in the columns that were chosen."""
    run = run_or_404(run_id)
    shown = actions.columns_of(run, actor())
    heads = [one.label for one in shown]
    if form == "json":
        keys = [one.key for one in shown]
        found = tables.rows(Name(run.name), actions.years_of(run), keys)
        chunks = streaming(columns.json_lines(shown, found))
        return attached(Response(chunks, content_type="application/json"), f"{_name(run)}.json")
    rows = _cells(run, shown)
    if form == "xlsx":
        formats = [columns.FORMATS.get(one.kind, "") for one in shown]
        return xlsx_response(_name(run), heads, rows, "一覧", formats)
    if form == "sjis":
        return streamed_csv(f"{_name(run)}_SJIS", heads, rows, shift_jis.NAME)
    return streamed_csv(_name(run), heads, rows)


@pages.get("/runs/<int:run_id>/unwritable")
@needs(OFFICE)
def unwritable(run_id: int) -> str:
    """List the characters that Shift_JIS lacks, with the cells they stand in."""
    run = run_or_404(run_id)
    shown = actions.columns_of(run, actor())
    found = chain.from_iterable(
        shift_jis.unwritable(row, line) for row, line in enumerate(_cells(run, shown), start=2)
    )
    listed = list(islice(found, LISTED))
    return render_template(
        "tables/unwritable.html",
        run=run,
        name=Name(run.name),
        shown=listed,
        more=sum(1 for _ in found),
        columns=shown,
        geta=shift_jis.GETA,
    )
