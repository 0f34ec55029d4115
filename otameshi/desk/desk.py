"""Today: what waits for me, what ends soon, where the money stands; and the search over all."""

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.desk import actions, ahead, today
from otameshi.desk.addresses import of_deadline, rows_of
from otameshi.desk.searching import Where, matches
from otameshi.documents.issue import IssuedPaper
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked
from otameshi.web.download import send
from otameshi.web.paging import paged

pages = Blueprint("desk", __name__, url_prefix="/desk")


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    at = now()
    return render_template(
        "desk/index.html",
        at=at,
        work=today.work_for(actor(), at),
        deadlines=ahead.deadlines(at),
        budget=ahead.budget(at),
        waves=ahead.running_waves(at),
        failed=ahead.failed_letters(),
        rows_of=rows_of,
        of_deadline=of_deadline,
    )


@pages.get("/search")
@needs(OFFICE)
def search() -> str:
    words = asked("q")
    where = Where(asked("where")) if asked("where") in set(Where) else Where.APPLICATIONS
    page = paged(matches(where, words, actor())) if words else None
    return render_template(
        "desk/search.html",
        words=words,
        where=where,
        kinds=Where,
        page=page,
    )


@pages.get("/papers/<int:paper_id>")
@needs(OFFICE)
def paper(paper_id: int) -> Response:
    query = actions.papers_for(actor()).where(IssuedPaper.id == paper_id)
    found = db.session.scalar(query) or abort(404)
    return send(found.attachment)
