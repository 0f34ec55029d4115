"""Retention by year and the 事業改善シート, on the page and as files."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.core.wareki import short_fiscal_year
from otameshi.db import db
from otameshi.outreach.rules import GatheringKind
from otameshi.statistics.sheet import actions, figures, tables
from otameshi.statistics.sheet.actions import Source
from otameshi.statistics.sheet.figures import Sheet
from otameshi.statistics.sheet.forms import CostForm, FigureForm
from otameshi.statistics.sheet.models import Indicator, PublishedFigure, SettledCost
from otameshi.statistics.sheet.rules import Output, years_of
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown
from otameshi.web.sheets import csv_response, xlsx_response

pages = Blueprint("statistics", __name__, url_prefix="/desk/statistics")

ENTERING = {Role.OFFICER, Role.MANAGER}
YEARS = range(2000, 2100)
pages.add_app_template_filter(short_fiscal_year, "short_fiscal")
FILES = {"csv": csv_response, "xlsx": xlsx_response}


def sheet_or_404(year: int) -> Sheet:
    return figures.sheet(year, now()) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return render_template(
        "statistics/index.html",
        lines=figures.retention_table(today()),
        years=figures.known_years(),
    )


@pages.get("/retention.<any(csv, xlsx):kind>")
@needs(OFFICE)
def retention_file(kind: str) -> Response:
    rows = (tables.retention_cells(line) for line in figures.retention_table(today()))
    return FILES[kind]("拠点維持率", tables.RETENTION, rows)


@pages.get("/sheet/<int:year>")
@needs(OFFICE)
def sheet(year: int) -> str:
    found = sheet_or_404(year)
    return render_template(
        "statistics/sheet.html",
        sheet=found,
        rows_of={one: rows_of(one, found) for one in Output},
        cost_years=years_of(year),
        may_enter=actor().has(*ENTERING),
    )


def rows_of(output: Output, found: Sheet) -> str | None:
    """Return the page that lists what a number counts."""
    year = found.fiscal_year
    wave_id = found.wave_ids.get(year)
    held = {
        Output.SESSIONS: GatheringKind.SESSION,
        Output.MEETINGS: GatheringKind.MEETING,
        Output.LARGE: GatheringKind.LARGE,
        Output.LARGE_PEOPLE: GatheringKind.LARGE,
    }
    if output in held:
        return url_for("outreach_desk.index", year=year, kind=held[output].value)
    if output is Output.SUBSIDISED:
        return url_for("grants_desk.index", year=year, state="decided")
    if output is Output.KEEPING:
        return url_for("followup_desk.show", wave_id=wave_id, answer="stayed") if wave_id else None
    return url_for("participation_desk.index", year=year)


@pages.get("/sheet/<int:year>.<any(csv, xlsx):kind>")
@needs(OFFICE)
def sheet_file(year: int, kind: str) -> Response:
    found = sheet_or_404(year)
    name = f"事業改善シート_{short_fiscal_year(year)}"
    return FILES[kind](name, tables.sheet_headers(year), tables.sheet_cells(found))


@pages.route("/sheet/<int:year>/figures/<int:indicator_id>", methods=["GET", "POST"])
@needs(ENTERING)
def figure(year: int, indicator_id: int) -> str | Response:
    """Enter what was published of one indicator and one year."""
    indicator = db.session.get(Indicator, indicator_id)
    if indicator is None or year not in YEARS:
        abort(404)
    known = db.session.scalar(
        select(PublishedFigure).filter_by(indicator_id=indicator_id, fiscal_year=year)
    )
    form = FigureForm(indicator.decimals, obj=known)
    if not form.sent():
        return render_template(
            "statistics/figure.html",
            form=form,
            year=year,
            indicator=indicator,
            known=known,
            events=db.session.scalars(history.of(known)).unique().all() if known else [],
        )
    actions.publish(
        indicator,
        year,
        value=form.value.data,
        target=form.target.data,
        given=Source(given(form.source.data), form.note.data or ""),
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    flash(f"{indicator.number}の値を保存しました。", "done")
    return redirect(url_for(".sheet", year=year), 303)


@pages.route("/sheet/<int:year>/cost", methods=["GET", "POST"])
@needs(ENTERING)
def cost(year: int) -> str | Response:
    """Enter the 決算額 of a year."""
    if year not in YEARS:
        abort(404)
    known = db.session.scalar(select(SettledCost).filter_by(fiscal_year=year))
    form = CostForm(obj=known)
    if not form.sent():
        return render_template(
            "statistics/cost.html",
            form=form,
            year=year,
            known=known,
            events=db.session.scalars(history.of(known)).unique().all() if known else [],
        )
    actions.settle_cost(
        year,
        given(form.thousands.data),
        Source(given(form.source.data), form.note.data or ""),
        by=actor(),
        at=now(),
        version=version_shown(),
    )
    flash("決算額を保存しました。", "done")
    return redirect(url_for(".sheet", year=year), 303)
