"""Applications on paper: one, or those of an export one after another; with names or without."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.applications import actions, documents, outgoing
from otameshi.applications.blinded import TOLD, blinded, blinded_copy
from otameshi.applications.models import Application
from otameshi.applications.rules import PageName
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.programme import actions as programme
from otameshi.subsidy import Rulebook
from otameshi.web.access import actor, needs
from otameshi.web.paging import paged

pages = Blueprint("copies", __name__, url_prefix="/desk/applications")
AT_A_TIME = 20  # applications on one page to print
WHOLE = (*actions.WHOLE, joinedload(Application.applicant), joinedload(Application.office))


def _one(application_id: int) -> Application:
    query = actions.registered(actor()).where(Application.id == application_id).options(*WHOLE)
    return db.session.scalars(query).unique().one_or_none() or abort(404)


def _copies(found: Sequence[Application], form: str) -> list[dict[str, object]]:
    """Return what each sheet shows; the rules of a year are read once for all of its groups."""
    years = {one.call.year_id: one.call.year for one in found}
    rulebooks = {key: programme.rules_of(year) for key, year in years.items()}
    return [_copy(one, rulebooks[one.call.year_id], form) for one in found]


def _copy(application: Application, rulebook: Rulebook | None, form: str) -> dict[str, object]:
    """Return what one sheet shows; `form` is print or blind."""
    named = [(page, documents.rows(application, page, rulebook)) for page in PageName][:-1]
    return {
        "number": application.number,
        "title": "" if form == "blind" else application.title,
        "call": application.call,
        "submitted_at": application.submitted_at,
        "pages": blinded(application, rulebook) if form == "blind" else named,
    }


@pages.get("/<int:application_id>/<any(print, blind):form>")
@needs(OFFICE)
def one(application_id: int, form: str) -> str:
    application = _one(application_id)
    return render_template(
        "applications/desk/copies.html",
        copies=_copies([application], form),
        blind=form == "blind",
        told=TOLD,
        page=None,
        application=application,
        run=None,
    )


@pages.get("/exports/<int:run_id>/<any(print, blind):form>")
@needs(OFFICE)
def several(run_id: int, form: str) -> str:
    run = db.session.scalar(outgoing.runs(actor()).where(outgoing.ExportRun.id == run_id))
    if run is None:
        abort(404)
    query = outgoing.taken(run).order_by(*outgoing.IN_ORDER).options(*WHOLE)
    page = paged(query, AT_A_TIME)
    return render_template(
        "applications/desk/copies.html",
        copies=_copies(page.rows, form),
        blind=form == "blind",
        told=TOLD,
        page=page,
        application=None,
        run=run,
    )


@pages.get("/<int:application_id>/blind.pdf")
@needs(OFFICE)
def blind_pdf(application_id: int) -> Response:
    """Send the blinded copy for a reviewer, under a name that tells nobody's."""
    application = _one(application_id)
    content = blinded_copy(application, programme.rules_of(application.call.year))
    answer = Response(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=blind-{application.number}.pdf"
    answer.headers["Cache-Control"] = "no-store"
    return answer
