"""The office's pages of requests for correction: ask, compare, accept or ask again."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.applications import actions as applications
from otameshi.applications.correction import actions, reading, rules
from otameshi.applications.correction.actions import Asked
from otameshi.applications.correction.forms import AskForm
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.rules import State
from otameshi.applications.models import Application
from otameshi.applications.versions import actions as versions
from otameshi.applications.versions.reading import pair
from otameshi.applications.versions.rules import TONE
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.core.states import Move
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked as asked_words
from otameshi.web.forms import given, reason_given, version_shown
from otameshi.web.paging import paged
from otameshi.web.transaction import only_looked

pages = Blueprint("corrections_desk", __name__, url_prefix="/desk/corrections")

SHOWN = [one for one in State if one is not State.NEW]
ELSEWHERE = {"ask", "again"}  # they have forms of their own


def application_or_404(application_id: int) -> Application:
    seen = applications.visible_to(actor()).where(Application.id == application_id)
    return db.session.scalar(seen.where(Application.number.is_not(None))) or abort(404)


def request_or_404(request_id: int) -> CorrectionRequest:
    query = reading.listed().where(CorrectionRequest.id == request_id)
    return db.session.scalars(query).unique().one_or_none() or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    wanted = request.args.get("state", "")
    state = State(wanted) if wanted in set(SHOWN) else None
    year = joinedload(CorrectionRequest.application).joinedload(Application.call)
    query = reading.listed(state).options(year.joinedload(Call.year))
    return render_template(
        "corrections/desk_index.html",
        page=paged(query),
        states=SHOWN,
        state=state,
        tone=rules.TONE,
    )


@pages.route("/new/<int:application_id>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def new(application_id: int) -> str | Response:
    """Ask for sections of an application again."""
    application = application_or_404(application_id)
    known = reading.unsettled(application)
    if known is not None and request.method == "GET":
        return redirect(url_for(".show", request_id=known.id), 303)
    offered = reading.can_be_asked(application)
    first = [Asked(one, "") for one in offered if one.key == asked_words("section")]
    form = AskForm.of(offered, first)
    if _unfinished(form):
        return _ask(application, form, "補正を依頼する")
    due_on = given(form.due_on.data)
    made = actions.ask(application, form.asked(), due_on, actor(), now(), version_shown())
    flash("補正を依頼し、応募者にお知らせしました。", "done")
    return redirect(url_for(".show", request_id=made.id), 303)


def _unfinished(form: AskForm) -> bool:
    """Say whether the form is to be shown: not sent, not well formed, or for more rows."""
    if form.wants_more:
        only_looked()
        return True
    return not form.sent()


def _ask(application: Application, form: AskForm, title: str, **facts: Any) -> str:
    return render_template(
        "corrections/ask.html", application=application, form=form, title=title, **facts
    )


@pages.get("/<int:request_id>")
@needs(OFFICE)
def show(request_id: int) -> str:
    one = request_or_404(request_id)
    stands = one.answer or versions.latest(one.application) or one.base
    return render_template(
        "corrections/desk_show.html",
        one=one,
        application=one.application,
        progress=reading.progress(one) if one.state in rules.UNSETTLED else [],
        pair=pair(one.base, stands),
        moves=_moves(one),
        asks_again=any(move.name == "again" for move in _open(one)),
        others=[
            each for each in db.session.scalars(reading.of(one.application)) if each is not one
        ],
        tone=TONE,
        state_tone=rules.TONE,
    )


def _open(one: CorrectionRequest) -> list[Move[State]]:
    return rules.CORRECTION.open_to(actor().roles, one.state)


def _moves(one: CorrectionRequest) -> list[Move[State]]:
    return [
        move for move in _open(one) if move.name not in ELSEWHERE and move.by is not Role.APPLICANT
    ]


@pages.route("/<int:request_id>/again", methods=["GET", "POST"])
@needs({Role.OFFICER})
def again(request_id: int) -> str | Response:
    """Ask once more, beginning from what was asked."""
    one = request_or_404(request_id)
    form = AskForm.of(
        reading.can_be_asked(one.application),
        [Asked(each.section, each.comment) for each in one.items],
    )
    if _unfinished(form):
        return _ask(one.application, form, "もう一度、補正を依頼する", version=one.version)
    due_on = given(form.due_on.data)
    made = actions.again(one, form.asked(), due_on, actor(), now(), version_shown())
    flash("もう一度補正を依頼し、応募者にお知らせしました。", "done")
    return redirect(url_for(".show", request_id=made.id), 303)


@pages.post("/<int:request_id>/<any(accept, close, withdraw):move>")
@needs({Role.OFFICER})
def take(request_id: int, move: str) -> Response:
    one = request_or_404(request_id)
    note = reason_given()
    if move == "accept":
        actions.accept(one, actor(), now(), version_shown())
    elif move == "close":
        actions.close(one, note, actor(), now(), version_shown())
    else:
        actions.withdraw(one, note, actor(), now(), version_shown())
    flash(f"{one.title}：{one.state.label}にし、応募者にお知らせしました。", "done")
    return redirect(url_for(".show", request_id=request_id), 303)
