"""Reading it all once more, handing it in, and taking it back."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.applications import actions, documents
from otameshi.applications.pages.blueprint import (
    FILLERS,
    SHOWN,
    closed,
    framed,
    mine,
    outline,
    pages,
)
from otameshi.applications.promise_form import PromiseForm
from otameshi.applications.rules import PageName
from otameshi.core.roles import Role
from otameshi.programme import actions as programme
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived, begun
from otameshi.web.forms import MoveForm, version_shown


@pages.route("/<int:application_id>/confirm", methods=["GET", "POST"])
@needs(FILLERS)
def submit(application_id: int) -> str | Response:
    application = mine(application_id)
    if actor().has(Role.VISITOR):
        return redirect(url_for("visiting.prove", application_id=application_id), 303)
    around = outline(application)
    if closed(around) or (request.method == "GET" and application.number is not None):
        return redirect(url_for(".summary", application_id=application_id), 303)
    form = PromiseForm.of(application.call.year)
    if not form.sent():
        rulebook = programme.rules_of(application.call.year)
        answers = [(page, documents.rows(application, page, rulebook)) for page in SHOWN]
        return framed(around, PageName.CONFIRM, form=form, pages=answers)
    at = arrived()
    actions.submit(
        application,
        actor(),
        at,
        pledged=True,  # the form holds that each statement is
        consented=bool(form.consented.data),
        version=version_shown(),
        begun=begun(),
    )
    taken = application.window.taken(at, begun())
    flash(f"応募を受け付けました。受付番号は{application.number}です。{taken}", "done")
    return redirect(url_for(".summary", application_id=application_id), 303)


@pages.route("/<int:application_id>/withdraw", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def withdraw(application_id: int) -> str | Response:
    application = mine(application_id)
    if closed(outline(application)):
        return redirect(url_for(".summary", application_id=application_id), 303)
    form = MoveForm()
    if not form.sent():
        return render_template("applications/withdraw.html", application=application, form=form)
    actions.withdraw(application, form.note.data or "", actor(), arrived(), version_shown())
    flash("応募を取り下げました。", "done")
    return redirect(url_for(".index"), 303)
