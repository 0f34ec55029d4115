"""The staff's pages of the budget: over the years, and one year with its groups and kinds."""

from collections.abc import Iterable

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from otameshi.claims.budget import reading
from otameshi.claims.budget.reading import YearBudget
from otameshi.claims.budget.rules import Figure, Row, behind, sums
from otameshi.core.roles import OFFICE
from otameshi.core.wareki import fiscal_year_label, short_fiscal_year
from otameshi.programme import actions as programme
from otameshi.web.access import needs
from otameshi.web.asked import asked
from otameshi.web.sheets import Cell, csv_response, xlsx_response

pages = Blueprint("budget_desk", __name__, url_prefix="/desk/budget")

FILES = {"csv": csv_response, "xlsx": xlsx_response}
YEARS = ("年度", "予算額", "交付決定額", "確定額", "支払済", "返還済", "残（予算額−交付決定額）")
GROUPS = ("年度", "組", "交付決定額", "確定額", "支払済", "返還済")


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    return render_template("budget/index.html", years=reading.by_year())


@pages.get("/<int:fiscal_year>")
@needs(OFFICE)
def show(fiscal_year: int) -> str:
    year = programme.year_of(fiscal_year) or abort(404)
    rows = reading.rows(fiscal_year)
    figure = Figure(asked("of")) if asked("of") in set(Figure) else None
    return render_template(
        "budget/show.html",
        year=year,
        sums=sums(year.budget, rows),
        rows=rows if figure is None else behind(figure, rows),
        figure=figure,
        kinds=reading.kinds(year),
    )


def _year_cells(years: Iterable[YearBudget]) -> Iterable[list[Cell]]:
    for one in years:
        found = one.sums
        yield [
            fiscal_year_label(one.year.fiscal_year),
            found.budget,
            found.decided,
            found.settled,
            found.paid,
            found.repaid,
            found.left,
        ]


def _group_cells(rows: Iterable[Row]) -> Iterable[list[Cell]]:
    for row in rows:
        label = fiscal_year_label(row.fiscal_year)
        yield [label, row.title, row.decided, row.settled, row.paid, row.repaid]


@pages.get("/years.<any(csv, xlsx):kind>")
@needs(OFFICE)
def years_file(kind: str) -> Response:
    return FILES[kind]("予算の執行状況", YEARS, _year_cells(reading.by_year()))


@pages.get("/<int:fiscal_year>/groups.<any(csv, xlsx):kind>")
@needs(OFFICE)
def groups_file(fiscal_year: int, kind: str) -> Response:
    year = programme.year_of(fiscal_year) or abort(404)
    name = f"予算の執行状況_{short_fiscal_year(year.fiscal_year)}"
    return FILES[kind](name, GROUPS, _group_cells(reading.rows(fiscal_year)))
