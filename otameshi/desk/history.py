"""Who did what, when and why."""

from itertools import islice

from flask import Blueprint, render_template
from sqlalchemy import func, select

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.desk import actions
from otameshi.desk.addresses import SUBJECTS, name_of, subject_of
from otameshi.history import Event
from otameshi.web.access import actor, needed, needs
from otameshi.web.asked import asked
from otameshi.web.paging import paged

pages = Blueprint("history", __name__, url_prefix="/desk/history")

FAULTS_SHOWN = 100


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    subject, person, words = asked("subject"), asked("person"), asked("q")
    if subject not in SUBJECTS:
        subject = ""
    page = paged(actions.events(subject, person, words))
    return render_template(
        "history/index.html",
        page=page,
        deeper=actions.deeper(page.rows),
        subject=subject,
        subjects=SUBJECTS,
        person=person,
        words=words,
        name_of=name_of,
        subject_of=subject_of,
        may_verify=bool(needed("history.verify") & actor().roles),
    )


@pages.get("/verify")
@needs({Role.ADMIN, Role.AUDITOR})
def verify() -> str:
    """Walk the whole chain now; this takes as long as the history is."""
    faults = list(islice(history.faults(), FAULTS_SHOWN))
    count = db.session.scalar(select(func.count()).select_from(Event)) or 0
    return render_template("history/verify.html", faults=faults, count=count, at=now())
