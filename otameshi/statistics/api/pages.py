"""The API's pages: what each answers is documented from the same declarations."""

from typing import Any

from flask import Blueprint as PlainBlueprint
from flask import Flask, Response, abort, current_app, jsonify, render_template
from flask_smorest import Blueprint

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE
from otameshi.statistics.api import bearer, document, rules, sheets
from otameshi.statistics.api.schemas import Sheet
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
