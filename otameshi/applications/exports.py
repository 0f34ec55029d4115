"""The office takes applications out: as sheets, as files, on paper; what was taken is noted."""

from itertools import chain, islice

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from otameshi.applications import outgoing, register, rules
from otameshi.applications.asking import ticked, wanted
from otameshi.applications.bundle import Bundle
from otameshi.applications.fields import sheet
from otameshi.applications.outgoing import ExportRun
from otameshi.core.clock import in_japan, now
from otameshi.core.roles import EMPLOYED, OFFICE
from otameshi.db import db
from otameshi.web import shift_jis
from otameshi.web.access import actor, needs
from otameshi.web.paging import paged
from otameshi.web.sheets import attached, streamed_csv, xlsx_response

pages = Blueprint("exports", __name__, url_prefix="/desk/applications/exports")

SHOWN = 200  # characters that cannot be written: more are counted and not listed
ALL = "all"


def run_or_404(run_id: int) -> ExportRun:
    return db.session.scalar(outgoing.runs(actor()).where(ExportRun.id == run_id)) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return render_template("exports/index.html", page=paged(outgoing.runs(actor())))


@pages.post("/")
@needs(EMPLOYED)
def take() -> AnyResponse:
    """Take what was ticked, or all that the list with these filters finds."""
    asked_for = wanted()
    chosen = None if request.form.get("which") == ALL else ticked()
    listing = register.listed(actor(), asked_for)
    filters = asked_for.address
    run = outgoing.take(listing.query, listing.order, chosen, actor(), now(), filters)
    flash(f"{run.taken:,}件を出力の対象にしました。形式を選んで受け取ってください。", "done")
    return redirect(url_for(".show", run_id=run.id), 303)


@pages.get("/<int:run_id>")
@needs(OFFICE)
def show(run_id: int) -> str:
    run = run_or_404(run_id)
    listing = register.Listing(outgoing.taken(run), outgoing.IN_ORDER)
    return render_template(
        "exports/show.html",
        run=run,
        page=register.page(listing),
        changed=outgoing.changed_since(run),
        tone=rules.TONE,
    )


def _name(run: ExportRun) -> str:
    return f"応募一覧_{in_japan(run.at):%Y%m%d}_{run.id}"


@pages.get("/<int:run_id>/fields.<any(csv, sjis, xlsx):form>")
@needs(OFFICE)
def fields(run_id: int, form: str) -> Response:
    """Send every field of what was taken, as it stands now."""
    run = run_or_404(run_id)
    headings, lines = sheet(run)
    if form == "xlsx":
        return xlsx_response(_name(run), headings, lines)
    if form == "sjis":
        return streamed_csv(f"{_name(run)}_SJIS", headings, lines, shift_jis.NAME)
    return streamed_csv(_name(run), headings, lines)


@pages.get("/<int:run_id>/unwritable")
@needs(OFFICE)
def unwritable(run_id: int) -> str:
    """List the characters that Shift_JIS lacks, with the cells they stand in."""
    run = run_or_404(run_id)
    headings, lines = sheet(run)
    found = chain.from_iterable(
        ((line[0], one) for one in shift_jis.unwritable(row, line))
        for row, line in enumerate(lines, start=2)
    )
    shown = list(islice(found, SHOWN))
    return render_template(
        "exports/unwritable.html",
        run=run,
        shown=shown,
        more=sum(1 for _ in found),
        headings=headings,
        geta=shift_jis.GETA,
    )


@pages.get("/<int:run_id>/files.zip")
@needs(OFFICE)
def files(run_id: int) -> Response:
    """Send every file of what was taken, and a manifest of their hashes."""
    run = run_or_404(run_id)
    chunks = stream_with_context(Bundle(run).chunks())
    name = f"応募添付_{in_japan(run.at):%Y%m%d}_{run.id}.zip"
    return attached(Response(chunks, content_type="application/zip"), name)
