"""The office's notes on an application, and those that wait for oneself."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.applications import actions, notes
from otameshi.applications.list_forms import NoteForm
from otameshi.applications.models import Application
from otameshi.core.clock import now
from otameshi.core.roles import EMPLOYED, OFFICE
from otameshi.db import db
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, reason_given
from otameshi.web.paging import paged

pages = Blueprint("notes", __name__, url_prefix="/desk")


def _application(application_id: int) -> Application:
    query = actions.registered(actor()).where(Application.id == application_id)
    application = db.session.scalars(query).unique().one_or_none()
    if application is None or not notes.may_read(actor(), application):
        abort(404)
    return application


@pages.get("/notes/")
@needs(OFFICE)
def index() -> str:
    """List the notes that call this person and are not marked as seen."""
    return render_template("notes/index.html", page=paged(notes.unseen(actor())))


@pages.route("/applications/<int:application_id>/notes", methods=["GET", "POST"])
@needs(OFFICE)
def of(application_id: int) -> str | Response:
    application = _application(application_id)
    form = NoteForm.to(notes.colleagues(application))
    if form.sent():
        written = given(form.text.data), form.people.data or []
        note = notes.write(application, *written, actor(), now())
        told = "、".join(one.person.name for one in note.mentions)
        flash(f"内部メモを保存しました。{f'知らせた人：{told}' if told else ''}", "done")
        return redirect(url_for(".of", application_id=application_id), 303)
    return render_template(
        "notes/of.html",
        application=application,
        form=form,
        page=paged(notes.of(application, actor())),
        me=actor(),
        may_write=bool(EMPLOYED & actor().roles),
    )


@pages.post("/applications/<int:application_id>/notes/<int:note_id>/withdraw")
@needs(EMPLOYED)
def withdraw(application_id: int, note_id: int) -> Response:
    _note_or_404(application_id, note_id)
    notes.withdraw(note_id, reason_given(), actor(), now())
    flash("内部メモを取り下げました。", "done")
    return redirect(url_for(".of", application_id=application_id), 303)


@pages.post("/applications/<int:application_id>/notes/<int:note_id>/seen")
@needs(OFFICE)
def seen(application_id: int, note_id: int) -> Response:
    _note_or_404(application_id, note_id)
    notes.see(note_id, actor(), now())
    flash("確認しました。", "done")
    return redirect(url_for(".index"), 303)


def _note_or_404(application_id: int, note_id: int) -> None:
    query = notes.of(_application(application_id), actor()).where(notes.Note.id == note_id)
    if db.session.scalar(query) is None:
        abort(404)
