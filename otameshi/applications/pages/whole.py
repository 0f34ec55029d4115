"""The applicant's applications: their list, one as a whole, and its papers."""

from flask import abort, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi.applications import actions, documents, rules
from otameshi.applications.correction import reading as correction
from otameshi.applications.extension import actions as extension
from otameshi.applications.extension.models import window_of
from otameshi.applications.outline import Outline
from otameshi.applications.pages.blueprint import FILLERS, SHOWN, WRITERS, mine, outline, pages
from otameshi.applications.rules import PageName
from otameshi.applications.waiting import waiting
from otameshi.applications.window import second_in_words
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme import actions as programme
from otameshi.programme.models import Call
from otameshi.web import guests
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived
from otameshi.web.download import send


@pages.get("/")
@needs({Role.APPLICANT, Role.VISITOR})
def index() -> str:
    at, signed_in = now(), actor().is_authenticated
    own = db.session.scalars(actions.own_list(actor())).all()
    taken = {one.call_id for one in own if one.state in rules.ALIVE}
    asked = correction.waiting_for(actor(), at) if signed_in else {}
    public = [(call, window_of(call, None)) for call in programme.open_calls(at)]
    offered = extension.offered(actor(), at) if signed_in else public
    calls = [(call, window) for call, window in offered if call.id not in taken]
    return render_template(
        "applications/index.html",
        calls=calls,
        next_call=programme.next_call(at),
        clock=second_in_words(at),
        at=at,
        rows=[(one, Outline(one, at, asked)) for one in own],
        tone=rules.TONE,
        signed_in=signed_in,
        two_drafts=signed_in and waiting() is not None,
    )


@pages.post("/calls/<int:call_id>/begin")
@needs({Role.APPLICANT, Role.VISITOR})
def begin(call_id: int) -> Response:
    call = db.session.scalar(select(Call).where(Call.id == call_id)) or abort(404)
    by = guests.welcome(now()) if actor().has(Role.VISITOR) else actor()
    application = actions.begin(call, by, arrived())
    return redirect(url_for(".page", application_id=application.id, name=PageName.KIND), 303)


@pages.get("/<int:application_id>")
@needs(FILLERS)
def summary(application_id: int) -> str:
    application = mine(application_id)
    rulebook = programme.rules_of(application.call.year)
    return render_template(
        "applications/summary.html",
        application=application,
        outline=outline(application),
        own=application.applicant_id == actor().id and not actor().is_guest,
        receipt=db.session.scalar(actions.receipts(application)),
        pages=[(page, documents.rows(application, page, rulebook)) for page in SHOWN],
        tone=rules.TONE,
    )


@pages.get("/<int:application_id>/receipt.pdf")
@needs(WRITERS)
def receipt(application_id: int) -> Response:
    """Send the 応募受付票 as it was issued."""
    issued = actions.receipts(mine(application_id))
    return send((db.session.scalar(issued) or abort(404)).attachment)


@pages.get("/<int:application_id>/copy.pdf")
@needs(WRITERS)
def copy(application_id: int) -> Response:
    """Send the application as it stands now: a correction may have changed it since."""
    application = mine(application_id)
    if application.number is None:
        abort(404)
    content = documents.copy(application, programme.rules_of(application.call.year))
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename={application.number}.pdf"
    return answer
