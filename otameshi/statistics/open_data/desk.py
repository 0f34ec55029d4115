"""The office sees what everybody would see, and makes the package."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from otameshi.core.clock import in_japan, now
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.statistics.exports.actions import years_of
from otameshi.statistics.exports.models import TableRun
from otameshi.statistics.open_data import actions
from otameshi.statistics.open_data.forms import PackageForm
from otameshi.web.access import actor, needs
from otameshi.web.paging import paged
from otameshi.web.sheets import attached

pages = Blueprint("open_data", __name__, url_prefix="/desk/statistics/open-data")


def run_or_404(run_id: int) -> TableRun:
    return db.session.scalar(actions.runs(actor()).where(TableRun.id == run_id)) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    """Show every figure of the finished years, and which of them would be hidden."""
    return render_template(
        "open_data/index.html",
        tables=actions.opened(actions.finished(now())),
        page=paged(actions.runs(actor())),
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(actions.MAKING)
def make() -> str | AnyResponse:
    form = PackageForm(actions.finished(now()))
    if not form.sent():
        return render_template("open_data/new.html", form=form)
    run = actions.make(form.chosen, actor(), now())
    flash("オープンデータを作りました。内容を確かめてから、公開してください。", "done")
    return redirect(url_for(".show", run_id=run.id), 303)


@pages.get("/<int:run_id>")
@needs(OFFICE)
def show(run_id: int) -> str:
    run = run_or_404(run_id)
    return render_template("open_data/show.html", run=run, tables=actions.opened(years_of(run)))


@pages.get("/<int:run_id>/package.zip")
@needs(OFFICE)
def package(run_id: int) -> Response:
    run = run_or_404(run_id)
    name = f"otameshi-nagano_opendata_{in_japan(run.at):%Y%m%d}.zip"
    return attached(Response(actions.content(run), content_type="application/zip"), name)
