"""補欠の繰上げ: who is next, who has not answered, and moving up."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.selection.decision import answers
from otameshi.selection.decision.actions import promoting
from otameshi.selection.decision.desk.blueprint import (
    MANAGERS,
    READERS,
    call_or_404,
    candidacy_or_404,
    pages,
)
from otameshi.selection.decision.rules import late
from otameshi.web.access import actor, needs
from otameshi.web.forms import reason_given, version_shown


@pages.get("/<int:call_id>/line")
@needs(READERS)
def line(call_id: int) -> str:
    """Show the waiting list in its order, the places given up, and the offers without an answer."""
    call, day = call_or_404(call_id), today()
    offered = answers.offered(call)
    return render_template(
        "selection/decision/line.html",
        call=call,
        free=promoting.free(call),
        waiting=promoting.waiting(call),
        offered=offered,
        late={one.id for one in offered if late(one.answer_by, day)},
        promotes=actor().has(Role.MANAGER),
        records=actor().has(Role.OFFICER),
    )


@pages.post("/candidates/<int:candidacy_id>/promote")
@needs(MANAGERS)
def promote(candidacy_id: int) -> Response:
    one = candidacy_or_404(candidacy_id)
    promoting.promote(one, actor(), now(), reason_given(), version_shown())
    flash(f"{one.title}を繰り上げて採択しました。通知を確かめて、送ってください。", "done")
    return redirect(url_for(".notices", call_id=one.application.call_id), 303)
