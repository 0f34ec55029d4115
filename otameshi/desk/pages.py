"""The applicant's and participant's own page: where I am, what to do next, what I was sent."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.applications.extension import actions as extension
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.desk import actions
from otameshi.desk.addresses import answer_to, page_of
from otameshi.desk.paths import Journey, journeys
from otameshi.documents import issue
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Letter
from otameshi.followup.asking import own as survey
from otameshi.messages import reading as messages
from otameshi.programme import actions as programme
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.filters import day
from otameshi.web.paging import paged

pages = Blueprint("my", __name__, url_prefix="/my")

NEWEST = 5


@pages.get("/")
@needs({Role.APPLICANT})
def index() -> str:
    at, me = now(), actor()
    found = journeys(me, at)
    applied = {one.application.call_id for one in found if not one.path.over}
    return render_template(
        "my/index.html",
        current=[one for one in found if not one.path.over],
        past=[one for one in found if one.path.over],
        calls=[one for one in extension.offered(me, at) if one[0].id not in applied],
        next_call=programme.next_call(at),
        letters=db.session.scalars(actions.letters_to(me).limit(NEWEST)).all(),
        papers=db.session.scalars(issue.sent_to(actor()).limit(NEWEST)).all(),
        survey=actions.survey_letter(me),
        unseen=messages.unseen(me),
        timeline=timeline,
        answer_to=answer_to,
    )


@pages.get("/letters")
@needs({Role.APPLICANT})
def letters() -> str:
    return render_template("my/letters.html", page=paged(actions.letters_to(actor())))


@pages.get("/letters/<int:letter_id>")
@needs({Role.APPLICANT})
def letter(letter_id: int) -> str:
    query = actions.letters_to(actor()).where(Letter.id == letter_id)
    found = db.session.scalar(query) or abort(404)
    demonstration = current_app.config["DEMONSTRATION"]
    readable = actions.may_read(actor(), found, demonstration=demonstration)
    without = found.blanked_at is not None and found.kind in actions.SURVEY
    return render_template(
        "my/letter.html",
        letter=found,
        readable=readable,
        may_ask=without and survey.asked_now(actor(), now()) is not None,
    )


@pages.post("/survey")
@needs({Role.APPLICANT})
def survey_link() -> Response:
    """Send the link of the survey once more: what was sent is kept nowhere but in the mail."""
    invitation = survey.new_link(actor(), now())
    to = invitation.letter.to if invitation.letter else ""
    flash(f"新しいリンクを {to} に送りました。届いたメールから回答してください。", "done")
    return redirect(url_for(".index"), 303)


@pages.get("/papers")
@needs({Role.APPLICANT})
def papers() -> str:
    return render_template("my/papers.html", page=paged(issue.sent_to(actor())))


@pages.get("/papers/<int:paper_id>")
@needs({Role.APPLICANT})
def paper(paper_id: int) -> Response:
    found = db.session.scalar(issue.sent_to(actor()).where(IssuedPaper.id == paper_id)) or abort(
        404
    )
    return send(found.attachment)


def timeline(journey: Journey) -> list[dict[str, str | None]]:
    """Lay the steps of a path out for the component of that name."""
    return [
        {
            "label": step.stage.label,
            "state": step.standing.value,
            "when": day(step.on) if step.on else None,
            "note": step.note,
            "url": page_of(step.stage, journey),
        }
        for step in journey.path.steps
    ]
