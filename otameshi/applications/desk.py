"""The staff's pages of applications."""

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.applications import actions, costs, documents, register, rules
from otameshi.applications.models import Application
from otameshi.applications.register import DOWN, SORTS, Wanted
from otameshi.applications.rules import Kind, PageName, State
from otameshi.core.clock import today
from otameshi.core.labels import Labelled
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.programme import actions as programme
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked, asked_key
from otameshi.web.download import send
from otameshi.web.paging import paged
from otameshi.web.sheets import csv_response, xlsx_response

pages = Blueprint("applications_desk", __name__, url_prefix="/desk/applications")

FILTERS = ("q", "call", "state", "kind", "municipality", "area", "sort")
LATEST_LETTERS = 50


def application_or_404(application_id: int) -> Application:
    seen = actions.visible_to(actor()).where(Application.id == application_id)
    submitted = seen.where(Application.number.is_not(None)).options(*actions.WHOLE)
    return db.session.scalars(submitted).unique().one_or_none() or abort(404)


def _one_of(kind: type[Labelled], name: str) -> Labelled | None:
    text = request.args.get(name, "")
    return kind(text) if text in set(kind) else None


def wanted() -> Wanted:
    """Read the filters from the address; what nobody could have chosen is passed over."""
    state, kind = _one_of(State, "state"), _one_of(Kind, "kind")
    sort = request.args.get("sort", "number")
    return Wanted(
        call_id=asked_key("call"),
        state=State(state) if state else None,
        kind=Kind(kind) if kind else None,
        municipality_id=asked_key("municipality"),
        area=asked("area"),
        words=asked("q"),
        sort=sort if sort.removeprefix(DOWN) in SORTS else "number",
    )


def _sorted_by(key: str, now: str) -> tuple[str, str | None]:
    """Return the address that sorts by a column, and how it is sorted now."""
    direction = {key: "ascending", DOWN + key: "descending"}.get(now)
    turned = DOWN + key if now == key else key
    return url_for(".index", **{**_filters(), "sort": turned}), direction


def _filters() -> dict[str, Any]:
    return {name: value for name, value in request.args.items() if name in FILTERS}


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    narrowing = wanted()
    return render_template(
        "applications/desk_index.html",
        page=paged(register.in_brief(register.listed(actor(), narrowing))),
        wanted=narrowing,
        narrowed=narrowing != Wanted(sort=narrowing.sort),
        sorts={key: _sorted_by(key, narrowing.sort) for key in SORTS},
        filters=_filters(),
        calls=register.calls(),
        states=register.SHOWN_STATES,
        kinds=Kind,
        municipalities=register.municipalities(),
        areas=register.areas(),
        drafts=actions.drafts(narrowing.call_id),
        tone=rules.TONE,
    )


@pages.get("/export.<any(csv, xlsx):form>")
@needs(OFFICE)
def export(form: str) -> Response:
    """Send all that the list shows, over all its pages, with every field."""
    headings, lines = register.exported(register.listed(actor(), wanted()))
    answer = csv_response if form == "csv" else xlsx_response
    return answer(f"応募一覧_{today():%Y%m%d}", headings, lines)


@pages.get("/<int:application_id>")
@needs(OFFICE)
def show(application_id: int) -> str:
    application = application_or_404(application_id)
    rulebook = programme.rules_of(application.call.year)
    letters = (
        select(Letter)
        .where(Letter.person_id == application.applicant_id, Letter.confidential.is_(False))
        .order_by(Letter.id.desc())
        .limit(LATEST_LETTERS)
    )
    return render_template(
        "applications/desk_show.html",
        application=application,
        pages=[(page, documents.rows(application, page, rulebook)) for page in PageName][:-1],
        prospect=costs.prospect(application, rulebook) if rulebook and application.costs else None,
        events=db.session.scalars(history.of(application)).unique().all(),
        letters=db.session.scalars(letters).all(),
        issued=db.session.scalars(issue.about(application)).all(),
        tone=rules.TONE,
    )


@pages.get("/<int:application_id>/files/<int:paper_id>")
@needs(OFFICE)
def paper(application_id: int, paper_id: int) -> Response:
    application = application_or_404(application_id)
    found = [one for one in application.papers if one.id == paper_id] or abort(404)
    return send(found[0].attachment)


@pages.get("/<int:application_id>/papers/<int:issued_id>")
@needs(OFFICE)
def issued(application_id: int, issued_id: int) -> Response:
    about = issue.about(application_or_404(application_id))
    found = db.session.scalar(about.where(issue.IssuedPaper.id == issued_id)) or abort(404)
    return send(found.attachment)
