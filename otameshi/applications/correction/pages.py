"""The applicant's page of a request for correction: what is asked, how far it is, the answer."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.applications import actions as applications
from otameshi.applications.correction import actions, reading, rules
from otameshi.applications.correction.forms import AnswerForm
from otameshi.applications.models import Application
from otameshi.applications.outline import Outline
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived
from otameshi.web.forms import version_shown

pages = Blueprint("corrections", __name__, url_prefix="/applications")


def submitted(application_id: int) -> Application:
    own = applications.own(actor()).where(
        Application.id == application_id, Application.number.is_not(None)
    )
    return db.session.scalar(own) or abort(404)


@pages.route("/<int:application_id>/correction", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def show(application_id: int) -> str | Response:
    """Show the latest request; while it waits, take its answer."""
    application = submitted(application_id)
    asked = db.session.scalars(reading.of(application)).first() or abort(404)
    form = AnswerForm.of(asked)
    if not form.sent():
        outline = Outline(application, now())
        return render_template(
            "corrections/show.html",
            application=application,
            asked=asked,
            progress=reading.progress(asked) if asked.state in rules.UNSETTLED else [],
            outline=outline,
            waits=outline.request is not None,
            form=form,
            tone=rules.TONE,
        )
    replies, note = form.replies(asked), form.note.data or ""
    actions.answer(asked, replies, note, actor(), arrived(), version_shown())
    flash("補正の回答を送りました。確認のメールをお送りします。", "done")
    return redirect(url_for("applications.summary", application_id=application_id), 303)
