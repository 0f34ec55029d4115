"""Retention by year and the 事業改善シート, on the page and as files."""

from flask import abort, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE
from otameshi.core.wareki import short_fiscal_year
from otameshi.outreach.rules import GatheringKind
from otameshi.statistics.sheet import documents, excel, figures, tables
from otameshi.statistics.sheet.desk.blueprint import ENTERING, pages
from otameshi.statistics.sheet.lines import Sheet
from otameshi.statistics.sheet.rules import LEGEND, Output, years_of
from otameshi.web import download
from otameshi.web.access import actor, needs
from otameshi.web.sheets import csv_response, made_xlsx, xlsx_response

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
        rows_of={one.output: rows_of(one.output, found) for one in found.outputs},
        cost_years=years_of(year),
        legend=LEGEND,
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


@pages.get("/sheet/<int:year>.<any(csv, xlsx, pdf):kind>")
@needs(OFFICE)
def sheet_file(year: int, kind: str) -> Response:
    """Send the sheet: as a table of one line a figure (CSV), or as the form that is printed."""
    found = sheet_or_404(year)
    name = f"事業改善シート_{short_fiscal_year(year)}"
    if kind == "csv":
        return csv_response(name, tables.sheet_headers(year), tables.sheet_cells(found))
    if kind == "pdf":
        return download.send_made(documents.sheet_paper(found), f"{name}.pdf")
    return made_xlsx(name, excel.workbook(found))
