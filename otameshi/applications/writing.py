"""From the office's list of applications to a message for those who applied."""

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi.applications import actions, register
from otameshi.applications.asking import ticked, wanted
from otameshi.applications.models import Application
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.messages import mailing
from otameshi.messages.rules import ANSWERING
from otameshi.web.access import actor, needs

pages = Blueprint("writing", __name__, url_prefix="/desk/applications/write")

ALL = "all"


@pages.post("/")
@needs(ANSWERING)
def begin() -> Response:
    """Begin a message to those who were ticked, or to all that the list finds."""
    if request.form.get("which") == ALL:
        query = register.listed(actor(), wanted()).query
    else:
        query = actions.visible_to(actor()).where(Application.id.in_(ticked()))
    found = query.where(Application.number.is_not(None))
    those = found.order_by(None).subquery()
    people = db.session.scalars(select(those.c.applicant_id).distinct()).all()
    calls = db.session.scalars(select(those.c.call_id).distinct()).all()
    about = calls[0] if len(calls) == 1 else None
    made = mailing.begin(people, actor(), now(), about)
    return redirect(url_for("messages_desk.edit", mailing_id=made.id), 303)
