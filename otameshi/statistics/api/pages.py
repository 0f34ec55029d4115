"""The API's pages: what each answers is documented from the same declarations."""

from typing import Any

from flask import Blueprint as PlainBlueprint
from flask import Flask, Response, abort, current_app, jsonify, render_template
from flask_smorest import Blueprint

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE
from otameshi.statistics.api import bearer, document, paging, reading, rules, sheets
from otameshi.statistics.api.schemas import (
    Applications,
    Groups,
    PageQuery,
    Retention,
    Sheet,
    YearQuery,
)
from otameshi.statistics.exports.tables import Name
from otameshi.statistics.sheet import figures
from otameshi.web.access import bearing, needs

pages = PlainBlueprint("api", __name__, url_prefix="/api/v1")
told = Blueprint("statistics_api", __name__, url_prefix="/api/v1", description="統計")

POLICY = "default-src 'none'; frame-ancestors 'none'"


@pages.get("/")
@needs(ANYONE)
def about() -> str:
    """Describe the API for people, from the same document."""
    return render_template(
        "api/about.html",
        document=document.of(current_app),
        most=rules.MOST_A_MINUTE,
        scopes=list(rules.Scope),
    )


@pages.get("/openapi.json")
@needs(ANYONE)
def openapi() -> Response:
    return jsonify(document.of(current_app))


@told.get("/sheet/<int:year>")
@bearing()
@told.response(200, Sheet, description="事業改善シート")
@told.alt_response(404, "NOT_FOUND")
@told.doc(
    summary="事業改善シート",
    description="成果指標の3か年、取組実績、決算額。計算値は statistics:read のときだけ返します。",
    tags=["統計"],
)
def sheet(year: int) -> dict[str, Any]:
    found = figures.sheet(year, now()) or abort(404)
    return sheets.told(found, whole=bearer.may_read_all())


@told.get("/retention")
@bearing()
@told.arguments(YearQuery, location="query")
@told.response(200, Retention, description="年度と調査回ごとの維持率")
@told.doc(
    summary="拠点維持率",
    description="年度と調査回ごとに、維持する組、維持しない組、分からない組と、率の下限・上限。",
    tags=["統計"],
)
def retention(asked: dict[str, Any]) -> dict[str, Any]:
    return _table(Name.RETENTION, asked)


@told.get("/applications")
@bearing()
@told.arguments(YearQuery, location="query")
@told.response(200, Applications, description="年度と分け方の値ごとの応募・採択・参加")
@told.doc(
    summary="応募・採択",
    description="応募区分、居住地、地域、第1希望の市町村で分けた、応募・採択・参加の数。",
    tags=["統計"],
)
def applications(asked: dict[str, Any]) -> dict[str, Any]:
    return _table(Name.APPLICATIONS, asked)


def _table(name: Name, asked: dict[str, Any]) -> dict[str, Any]:
    whole = bearer.may_read_all()
    return {"whole": whole, "rows": reading.table(name, _years(asked), whole=whole)}


def _years(asked: dict[str, Any]) -> list[int]:
    return [asked["year"]] if "year" in asked else []


@told.get("/groups")
@bearing(rules.Scope.GROUPS.value)
@told.arguments(PageQuery, location="query")
@told.response(200, Groups, description="組ごとの行", headers=paging.HEADERS)
@told.alt_response(403, "FORBIDDEN")
@told.doc(
    summary="組ごとの行",
    description="参加した組ごとに1行。氏名や組の名前は含みません。groups:read が要ります。",
    tags=["組"],
)
def groups(asked: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    page, size = asked["page"], asked["page_size"]
    found = reading.group_rows(_years(asked), page, size, current_app.config["SECRET_KEY"])
    return {"rows": found.rows}, 200, paging.headers(page, size, found.total)


@told.after_request
def careful(response: Response) -> Response:
    """Let no cache keep what a token opened, and nothing run where a browser shows it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    response.vary.add("Authorization")
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(pages)
    document.describe(app, told)
