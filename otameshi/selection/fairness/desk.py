"""The report on how evenly the groups fared, on the page and as files."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from otameshi.core.roles import Role
from otameshi.core.wareki import short_fiscal_year
from otameshi.db import db
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection.fairness import tables
from otameshi.selection.fairness.reading import report
from otameshi.web.access import needs
from otameshi.web.sheets import csv_response, xlsx_response

pages = Blueprint("fairness", __name__, url_prefix="/desk/selection/<int:call_id>/fairness")
READERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})
FILES = {"csv": csv_response, "xlsx": xlsx_response}


def _call(call_id: int) -> Call:
    found = db.session.scalar(
        select(Call)
        .where(Call.id == call_id)
        .options(
            joinedload(Call.year).options(
                selectinload(ProgrammeYear.calls), selectinload(ProgrammeYear.questionnaires)
            )
        )
    )
    return found or abort(404)


def _calls(call: Call) -> Sequence[Call]:
    """Return the calls that are asked for: this one, or all of its year."""
    return call.year.calls if request.args.get("scope") == "year" else [call]


@pages.get("/")
@needs(READERS)
def show(call_id: int) -> str:
    call = _call(call_id)
    calls = _calls(call)
    return render_template(
        "selection/fairness/show.html",
        call=call,
        whole_year=len(calls) > 1,
        several=len(call.year.calls) > 1,
        scope=request.args.get("scope"),
        report=report(call.year, calls),
        percent=tables.percent,
        rates=tables.rates,
    )


@pages.get("/report.<any(csv, xlsx):kind>")
@needs(READERS)
def file(call_id: int, kind: str) -> Response:
    call = _call(call_id)
    found = report(call.year, _calls(call))
    name = f"公平性の報告_{short_fiscal_year(call.year.fiscal_year)}"
    return FILES[kind](name, tables.HEADERS, tables.cells(found))
