"""The dashboards: four pages of charts, each number with the page that lists what it counts."""

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from otameshi.applications.rules import Kind
from otameshi.core.roles import OFFICE
from otameshi.core.yen import Yen
from otameshi.followup.retention import reading as retention
from otameshi.followup.retention.rules import YearFigure
from otameshi.outreach.visits import reading as visits
from otameshi.statistics.dashboards import counting, drawing
from otameshi.statistics.dashboards.reading import costs, kind_labels, settled_costs
from otameshi.web.access import needs
from otameshi.web.asked import asked_year

pages = Blueprint("dashboards", __name__, url_prefix="/desk/statistics/dashboards")


def _year(years: list[int]) -> int | None:
    """Return the 年度 that is asked for, else the latest; one that is not set up is not found."""
    asked = asked_year()
    if asked is not None and asked not in years:
        abort(404)
    return asked if asked is not None else next(iter(years), None)


def _figures() -> dict[int, YearFigure]:
    return {one.fiscal_year: one for one in retention.years()}


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    """応募の動向."""
    calls, path = counting.single_calls(), visits.funnel()
    kinds = {one.label: one.value for one in Kind}

    def listed(year: int, name: str) -> str:
        wanted = {"state": "submitted", "kind": kinds.get(name)}
        return _applications(calls, year, **wanted) if name in kinds else ""

    def stepped(year: int, name: str) -> str:
        if name == "応募":
            return _applications(calls, year, state="submitted")
        return url_for("participation_desk.index", year=year) if name == "参加" else ""

    origins = counting.applications("prefecture")
    return render_template(
        "dashboards/index.html",
        figures=(
            drawing.of_years(path, stepped),
            drawing.of_sides(origins),
            drawing.of_regions(origins),
            drawing.of_channels(counting.applications("heard_from")),
            drawing.of_kinds(counting.applications("kind"), listed),
        ),
    )


def _applications(calls: dict[int, int], year: int, **wanted: Any) -> str:
    """Return the list of a year's applications, where one list has them all."""
    if year not in calls:
        return ""
    return url_for("applications_desk.index", call=calls[year], **wanted)


@pages.get("/path")
@needs(OFFICE)
def path() -> str:
    """説明会から拠点の維持まで."""
    every = visits.funnel()
    years = [one.fiscal_year for one in reversed(every)]
    year = _year(years)
    found = next((one for one in every if one.fiscal_year == year), None)
    if year is None or found is None:
        return render_template("dashboards/path.html", figures=(), years=years, year=year)
    kept = _figures().get(year)
    return render_template(
        "dashboards/path.html",
        figures=(
            drawing.of_path(
                found,
                counting.talked().get(year, 0),
                counting.ended().get(year, 0),
                kept,
                _lists(year, kept),
            ),
            drawing.of_visits(every),
        ),
        years=years,
        year=year,
    )


def _lists(year: int, kept: YearFigure | None) -> dict[str, str]:
    """Return the page behind each step that one list shows whole."""
    found = {
        "応募": _applications(counting.single_calls(), year, state="submitted"),
        "参加": url_for("participation_desk.index", year=year),
        "期間の終わりまで参加": url_for("participation_desk.index", year=year, state="ended"),
    }
    if kept and kept.wave_id:
        stayed = url_for("followup_desk.show", wave_id=kept.wave_id, answer="stayed")
        found["拠点を維持・活動"] = stayed
    return found


@pages.get("/money")
@needs(OFFICE)
def money() -> str:
    """補助金と費用."""
    years, paid = counting.years(), counting.paid()
    year = _year(years)
    sums = {
        "交付決定額": counting.granted(),
        "確定額": counting.settled(),
        "支払額": {of: int(amount) for of, amount in paid.items()},
    }
    if year is None:
        return render_template("dashboards/money.html", figures=(), years=years, year=year)

    def listed(of: int, name: str) -> str:
        grants = url_for("grants_desk.index", year=of, state="decided")
        return grants if name == "交付決定額" else ""

    each = costs(settled_costs(), paid, _figures())
    return render_template(
        "dashboards/money.html",
        figures=(
            drawing.of_money(sums, listed),
            drawing.of_costs(
                year,
                counting.planned_by_kind(year),
                counting.accepted_by_kind(year),
                kind_labels(year),
            ),
            drawing.of_each(each),
        ),
        costs=each,
        years=years,
        year=year,
        nothing=Yen(0),
    )


@pages.get("/map")
@needs(OFFICE)
def tile_map() -> str:
    """市町村の地図."""
    years = counting.years()
    year = _year(years)
    if year is None:
        return render_template("dashboards/map.html", figures=(), years=years, year=year)
    key = counting.municipality_key(year)
    return render_template(
        "dashboards/map.html",
        figures=(
            drawing.of_map("lived", "参加した組の市町村", counting.lived(year)),
            drawing.of_map(
                "kept", "拠点を維持する組の市町村", counting.kept(year, key) if key else ()
            ),
        ),
        years=years,
        year=year,
        asked=key is not None,
    )
