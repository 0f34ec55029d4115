"""The staff's page of a year's closing: what is still open, and the act itself."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims.closing import actions, bonds, reading, rules
from otameshi.claims.closing.forms import CloseForm, ReopenForm
from otameshi.claims.closing.rules import STOPS, YEAR, Item
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.forms import given

pages = Blueprint("closing_desk", __name__, url_prefix="/desk/closing")
__all__ = ["bonds", "pages"]

# Where the rows of each number are.
LISTS: dict[Item, tuple[str, dict[str, Any]]] = {
    Item.GRANTS: ("grants_desk.index", {}),
    Item.CHANGES: ("grants_desk.index", {"state": "decided"}),
    Item.WEIGHED: ("claims_desk.index", {}),
    Item.INVOICED: ("claims_desk.index", {"state": "invoiced"}),
    Item.RUNS: ("payments.index", {}),
    Item.ADVANCES: ("advances_desk.index", {}),
    Item.FAILED: ("claims_desk.index", {"state": "settled"}),
    Item.UNINVOICED: ("claims_desk.index", {"state": "settled"}),
    Item.UNREPORTED: ("claims_desk.index", {"state": "draft"}),
    Item.UNSETTLED: ("payments.index", {}),
    Item.CANCELLATIONS: ("after_desk.index", {}),
    Item.REPAYMENTS: ("after_desk.index", {}),
    Item.TAXES: ("taxes_desk.index", {}),
}


def year_or_404(fiscal_year: int) -> ProgrammeYear:
    return programme.year_of(fiscal_year) or abort(404)


def rows_of(item: Item, year: ProgrammeYear) -> str | None:
    """Return the list of what was counted."""
    if item not in LISTS:
        return None
    endpoint, asked = LISTS[item]
    return url_for(endpoint, year=year.fiscal_year, **asked)


@pages.get("/<int:fiscal_year>")
@needs(OFFICE)
def show(fiscal_year: int) -> str:
    year = year_or_404(fiscal_year)
    state = reading.state_of(year)
    return render_template(
        "closing/show.html",
        year=year,
        state=state,
        tone=rules.TONE,
        counts=reading.counts(year, actor(), today()),
        stops=STOPS,
        rows_of=rows_of,
        accounts_close_on=rules.accounts_close_on(fiscal_year),
        closings=db.session.scalars(reading.closings(year)).all(),
        moves={move.name for move in YEAR.open_to(actor().roles, state)},
    )


@pages.route("/<int:fiscal_year>/close", methods=["GET", "POST"])
@needs({Role.MANAGER})
def close(fiscal_year: int) -> str | Response:
    year, form = year_or_404(fiscal_year), CloseForm()
    if not form.sent():
        counts = reading.counts(year, actor(), today())
        return render_template("closing/close.html", year=year, form=form, counts=counts)
    actions.close(year, actor(), now(), form.note.data or "")
    flash("年度を締めました。この年度では、決定も支払もできません。", "done")
    return redirect(url_for(".show", fiscal_year=fiscal_year), 303)


@pages.route("/<int:fiscal_year>/reopen", methods=["GET", "POST"])
@needs({Role.MANAGER})
def reopen(fiscal_year: int) -> str | Response:
    year, form = year_or_404(fiscal_year), ReopenForm()
    if not form.sent():
        return render_template("closing/reopen.html", year=year, form=form)
    actions.reopen(year, actor(), now(), given(form.note.data))
    flash("年度を開きました。手続きが済んだら、もう一度締めてください。", "done")
    return redirect(url_for(".show", fiscal_year=fiscal_year), 303)
