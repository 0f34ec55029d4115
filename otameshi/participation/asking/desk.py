"""The office reads what groups ask for, and answers."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.participation.asking import actions
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.asking.reading import differences, listed, visible_to
from otameshi.participation.asking.rules import REQUEST, TONE, State
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("asking_desk", __name__, url_prefix="/desk/participation/requests")
OFFICERS = frozenset({Role.OFFICER})


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    """List the requests of all groups in a state, the oldest first."""
    wanted = asked("state")
    state = State(wanted) if wanted in set(State) else None
    page = paged(listed(actor(), state))
    return render_template(
        "asking/desk_index.html", page=page, state=state, states=list(State), tone=TONE
    )


def _row(request_id: int) -> ParticipationRequest:
    query = visible_to(actor()).where(ParticipationRequest.id == request_id)
    return db.session.scalars(query).unique().one_or_none() or abort(404)


@pages.get("/<int:request_id>")
@needs(OFFICE)
def show(request_id: int) -> str:
    row = _row(request_id)
    return render_template(
        "asking/desk_show.html",
        row=row,
        differences=differences(row),
        moves=[move for move in REQUEST.open_to(actor().roles, row.state) if move.name in ANSWERS],
        tone=TONE,
        events=db.session.scalars(history.of(row)).unique().all(),
    )


@pages.post("/<int:request_id>/<any(accept, decline):move>")
@needs(OFFICERS)
def answer(request_id: int, move: str) -> Response:
    row = _row(request_id)
    act, words = ANSWERS[move]
    act(row, actor(), now(), reason_given(), version_shown())
    flash(f"{row.group.title}の{row.kind.label}の申出を{words}、本人に知らせました。", "done")
    return redirect(url_for(".show", request_id=request_id), 303)


ANSWERS = {
    "accept": (actions.accept, "認めて参加の内容を変更し"),
    "decline": (actions.decline, "認めないこととし"),
}
