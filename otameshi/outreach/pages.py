"""Gatherings, for anyone."""

from flask import Blueprint, render_template

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE
from otameshi.db import db
from otameshi.outreach import actions
from otameshi.web.access import needs
from otameshi.web.paging import paged

pages = Blueprint("outreach", __name__, url_prefix="/gatherings")


@pages.get("/")
@needs(ANYONE)
def index() -> str:
    at = now()
    return render_template(
        "outreach/index.html",
        coming=db.session.scalars(actions.coming(at).limit(100)).all(),
        page=paged(actions.past(at), rows=20),
    )
