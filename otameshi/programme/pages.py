"""The subsidy rules for anybody: made of the rules that reckon, never kept a second time."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE
from otameshi.programme import actions
from otameshi.subsidy import cap_per_person, explain
from otameshi.web.access import needs

pages = Blueprint("programme", __name__, url_prefix="/rules")


@pages.get("/")
@needs(ANYONE)
def latest() -> str | Response:
    """Lead to the rules of the call that is open or comes next, or else to the latest."""
    at = now()
    call = actions.current_call(at) or actions.next_call(at)
    years = [one.fiscal_year for one in actions.years_with_rules()]
    if not years:
        return render_template("programme/no_rules.html")
    wanted = call.year.fiscal_year if call and call.year.fiscal_year in years else years[0]
    return redirect(url_for(".rules", fiscal_year=wanted), 303)


@pages.get("/<int:fiscal_year>")
@needs(ANYONE)
def rules(fiscal_year: int) -> str:
    years = actions.years_with_rules()
    year = next((one for one in years if one.fiscal_year == fiscal_year), None) or abort(404)
    version = actions.current_rulebook(year) or abort(404)
    rulebook = actions.parsed(version.text)
    return render_template(
        "programme/rules.html",
        year=year,
        others=[one.fiscal_year for one in years if one is not year],
        version=version,
        rulebook=rulebook,
        sections=explain(rulebook),
        most=cap_per_person(rulebook, 1),
        least=cap_per_person(rulebook, None),
    )
