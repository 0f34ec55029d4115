"""Choosing from the ranking who is invited; who gets which letter is shown before it is sent."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.selection.board.reading import scene_of
from otameshi.selection.board.rows import rows_of
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.desk.blueprint import OFFICERS, call_or_404, pages, round_or_404
from otameshi.selection.interviews.models import Interview, InterviewRound
from otameshi.selection.interviews.rules import ENDED, TONE, in_words
from otameshi.selection.ranking import shown
from otameshi.web.access import actor, needs
from otameshi.web.forms import is_number
from otameshi.web.transaction import only_looked


def _known(held: InterviewRound) -> dict[int, Interview]:
    rows = db.session.scalars(select(Interview).where(Interview.round_id == held.id))
    return {one.candidacy_id: one for one in rows}


def _picked() -> list[int]:
    return [int(one) for one in request.form.getlist("candidacy") if is_number(one)]


@pages.route("/<int:call_id>/invite", methods=["GET", "POST"])
@needs(OFFICERS)
def invite(call_id: int) -> str:
    """List the ranking; what is picked there is shown with its letter, and nothing is sent."""
    call = call_or_404(call_id)
    held = round_or_404(call_id)
    problem = ""
    if request.method == "POST":
        only_looked()
        try:
            return _preview(held)
        except Refused as refusal:
            problem = str(refusal)
    known = _known(held)
    scene = scene_of(call)
    rows = rows_of(scene, scene.open)
    return render_template(
        "interviews/invite.html",
        call=call,
        held=held,
        rows=rows,
        known=known,
        invitable={
            key for key in scene.open if (one := known.get(key)) is None or one.state in ENDED
        },
        picked=set(_picked()),
        problem=problem,
        shown=shown,
        free=len(actions.free(held, now())),
        tone=TONE,
    )


def _preview(held: InterviewRound) -> str:
    chosen = actions.chosen(held, _picked(), now())
    return render_template(
        "interviews/send.html",
        call=held.call,
        held=held,
        chosen=chosen,
        free=len(actions.free(held, now())),
        until=in_words(held.choose_until),
    )


@pages.post("/<int:call_id>/invite/send")
@needs(OFFICERS)
def send(call_id: int) -> Response:
    """Send what was shown: the versions of the rows come back with the button."""
    held = round_or_404(call_id)
    pairs = (one.split(":") for one in request.form.getlist("seen"))
    seen = {int(one[0]): int(one[1]) for one in pairs if len(one) == 2 and all(map(is_number, one))}  # noqa: PLR2004  # ID:VERSION
    sent = actions.invite(held, seen, actor(), now())
    flash(f"{len(sent)}組に、面談の案内を送りました。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)
