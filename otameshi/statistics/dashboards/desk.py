"""The dashboards: four pages of charts, each number with the page that lists what it counts."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, render_template, url_for
from werkzeug import Response

from otameshi.applications.rules import Kind
from otameshi.core.roles import OFFICE
from otameshi.followup.retention.rules import YearFigure
from otameshi.outreach.visits import reading as visits
from otameshi.statistics.dashboards import composing, counting, files
from otameshi.web.access import needs
from otameshi.web.asked import asked_year
from otameshi.web.sheets import csv_response, xlsx_response

pages = Blueprint("dashboards", __name__, url_prefix="/desk/statistics/dashboards")
FILES = {"csv": csv_response, "xlsx": xlsx_response}


def _year(years: Sequence[int]) -> int | None:
    """Return the 年度 that is asked for, else the latest; one that is not set up is not found."""
    asked = asked_year()
    if asked is not None and asked not in years:
        abort(404)
    return asked if asked is not None else next(iter(years), None)


def _applications(calls: dict[int, int], year: int, **wanted: Any) -> str:
    """Return the list of a year's applications, where one list has them all."""
    if year not in calls:
        return ""
    return url_for("applications_desk.index", call=calls[year], state="submitted", **wanted)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    """応募の動向."""
    calls = counting.single_calls()
    kinds = {one.label: one.value for one in Kind}

    def listed(year: int, name: str) -> str:
        return _applications(calls, year, kind=kinds[name]) if name in kinds else ""

    def stepped(year: int, name: str) -> str:
        if name == "応募":
            return _applications(calls, year)
        return url_for("participation_desk.index", year=year) if name == "参加" else ""

    return render_template("dashboards/index.html", figures=composing.applying(stepped, listed))


@pages.get("/path")
@needs(OFFICE)
def path() -> str:
    """説明会から拠点の維持まで."""
    every = visits.funnel()
    years = [one.fiscal_year for one in reversed(every)]
    year = _year(years)
    figures = composing.walking(every, year, _lists)
    return render_template("dashboards/path.html", figures=figures, years=years, year=year)


def _lists(year: int, kept: YearFigure | None) -> dict[str, str]:
    """Return the page behind each step that one list shows whole."""
    found = {
        "応募": _applications(counting.single_calls(), year),
        "参加": url_for("participation_desk.index", year=year),
        "期間の終わりまで参加": url_for("participation_desk.index", year=year, state="ended"),
    }
    if kept and kept.wave_id:
        stayed = url_for("followup_desk.show", wave_id=kept.wave_id, answer="stayed")
        found["拠点を維持・活動"] = stayed
    return found


def _granted(year: int, name: str) -> str:
    listed = url_for("grants_desk.index", year=year, state="decided")
    return listed if name == "交付決定額" else ""


@pages.get("/money")
@needs(OFFICE)
def money() -> str:
    """補助金と費用."""
    years = counting.years()
    year = _year(years)
    spent = None if year is None else composing.spending(year, _granted)
    return render_template("dashboards/money.html", spent=spent, years=years, year=year)


@pages.get("/map")
@needs(OFFICE)
def tile_map() -> str:
    """市町村の地図."""
    years = counting.years()
    year = _year(years)
    placed = None if year is None else composing.placing(year)
    return render_template("dashboards/map.html", placed=placed, years=years, year=year)


@pages.get("/<any(applications, path, money, map):page>/<key>.<any(csv, xlsx):kind>")
@needs(OFFICE)
def file(page: str, key: str, kind: str) -> Response:
    """Answer with the table of one chart."""
    figure = next((one for one in files.figures(page, asked_year()) if one.key == key), None)
    if figure is None:
        abort(404)
    return FILES[kind](figure.title, files.headers(figure), files.rows(figure))
