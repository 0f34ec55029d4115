"""The staff's pages of applications."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.applications import (
    actions,
    costs,
    documents,
    likeness,
    notes,
    register,
    rules,
    views,
)
from otameshi.applications.asking import wanted
from otameshi.applications.models import Application
from otameshi.applications.outgoing import Exported
from otameshi.applications.register import DOWN, SORTS, Wanted
from otameshi.applications.rules import Kind, PageName
from otameshi.core.roles import EMPLOYED, OFFICE, Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.programme import actions as programme
from otameshi.web.access import actor, needs
from otameshi.web.download import send, send_picture

pages = Blueprint("applications_desk", __name__, url_prefix="/desk/applications")

LATEST_LETTERS, LATEST_NOTES = 50, 3


def application_or_404(application_id: int) -> Application:
    seen = actions.visible_to(actor()).where(Application.id == application_id)
    submitted = seen.where(Application.number.is_not(None)).options(*actions.WHOLE)
    return db.session.scalars(submitted).unique().one_or_none() or abort(404)


def _sorted_by(key: str, asked_for: Wanted) -> tuple[str, str | None]:
    """Return the address that sorts by a column, and how it is sorted now."""
    direction = {key: "ascending", DOWN + key: "descending"}.get(asked_for.sort)
    turned = DOWN + key if asked_for.sort == key else key
    return url_for(".index", **{**asked_for.address, "sort": turned}), direction


@pages.get("/")
@needs(OFFICE)
def index() -> str | Response:
    mine = views.offered(actor())
    first = next((one for one in mine if one.first and one.filters), None)
    if first is not None and not request.args:
        return redirect(url_for(".index", **first.filters))
    asked_for = wanted()
    listing, calls = register.listed(actor(), asked_for), register.calls()
    return render_template(
        "applications/desk_index.html",
        page=register.page(listing),
        wanted=asked_for,
        sorts={key: _sorted_by(key, asked_for) for key in SORTS},
        calls=calls,
        states=register.SHOWN_STATES,
        kinds=Kind,
        places=register.places(),
        standings=Exported,
        views=mine,
        may_enter=actor().has(Role.OFFICER),
        may_take=bool(EMPLOYED & actor().roles),
        drafts=sum(one.drafts or 0 for one in calls if asked_for.call_id in {None, one.id}),
        tone=rules.TONE,
    )


@pages.get("/<int:application_id>")
@needs(OFFICE)
def show(application_id: int) -> str:
    application = application_or_404(application_id)
    rulebook = programme.rules_of(application.call.year)
    letters = (
        select(Letter)
        .where(
            Letter.person_id == application.applicant_id,
            Letter.confidential.is_(False) | Letter.blanked_at.is_not(None),
        )
        .order_by(Letter.id.desc())
        .limit(LATEST_LETTERS)
    )
    return render_template(
        "applications/desk_show.html",
        application=application,
        pages=[(page, documents.rows(application, page, rulebook)) for page in PageName],
        prospect=costs.prospect(application, rulebook) if rulebook and application.costs else None,
        events=db.session.scalars(history.of(application)).unique().all(),
        letters=db.session.scalars(letters).all(),
        issued=db.session.scalars(issue.about(application)).all(),
        tone=rules.TONE,
        alike=likeness.alike(application),
        noted=_latest_notes(application),
    )


def _latest_notes(application: Application) -> Sequence[notes.Note] | None:
    """Return the last notes of the office; None for somebody who may not read them."""
    if not notes.may_read(actor(), application):
        return None
    return db.session.scalars(notes.of(application, actor()).limit(LATEST_NOTES)).unique().all()


@pages.get("/<int:application_id>/files/<int:paper_id>")
@needs(OFFICE)
def paper(application_id: int, paper_id: int) -> Response:
    application = application_or_404(application_id)
    found = [one for one in application.papers if one.id == paper_id] or abort(404)
    return send(found[0].attachment)


@pages.get("/<int:application_id>/files/<int:paper_id>/picture")
@needs(OFFICE)
def picture(application_id: int, paper_id: int) -> Response:
    application = application_or_404(application_id)
    found = [one for one in application.papers if one.id == paper_id] or abort(404)
    return send_picture(found[0].attachment)


@pages.get("/<int:application_id>/papers/<int:issued_id>")
@needs(OFFICE)
def issued(application_id: int, issued_id: int) -> Response:
    about = issue.about(application_or_404(application_id))
    found = db.session.scalar(about.where(issue.IssuedPaper.id == issued_id)) or abort(404)
    return send(found.attachment)
