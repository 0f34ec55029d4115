"""The panel's pages: my interviews, by number and without names; my records; leaving one."""

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection.interviews import actions, documents
from otameshi.selection.interviews.forms import record_form
from otameshi.selection.interviews.models import Interview
from otameshi.selection.interviews.rules import OPEN, TONE, RecordState, State
from otameshi.web.access import actor, needs
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.paging import paged
from otameshi.web.sheets import attached

pages = Blueprint("interview_panel", __name__, url_prefix="/review/interviews")
PANEL = frozenset({Role.REVIEWER, Role.OFFICER})


def _mine(interview_id: int) -> Interview:
    found = actions.seated(actor()).where(Interview.id == interview_id)
    return db.session.scalar(found) or abort(404)


@pages.get("/")
@needs(PANEL)
def index() -> str:
    me = actor()
    return render_template(
        "interviews/panel.html",
        page=paged(actions.seated(me)),
        left=lambda one: actions.recusal_of(one, me),
        record=lambda one: actions.record_of(one, me),
        tone=TONE,
        at=now(),
    )


@pages.route("/<int:interview_id>", methods=["GET", "POST"])
@needs(PANEL)
def record(interview_id: int) -> str | Response:
    one, me, at = _mine(interview_id), actor(), now()
    mine, left = actions.record_of(one, me), actions.recusal_of(one, me)
    form = record_form(one.round, mine)
    if not form.sent():
        begun = one.slot is not None and one.slot.starts_at <= at
        finished = mine is not None and mine.state is RecordState.FINAL
        return render_template(
            "interviews/record.html",
            one=one,
            held=one.round,
            form=form,
            mine=mine,
            left=left,
            begun=begun,
            works=begun and not left and not finished,
            booked=one.state is State.BOOKED,
            tone=TONE,
        )
    name = "save" if request.form.get("action") == "save" else "finish"
    actions.keep(one, name, form.written(one.round.criteria), me, at, version_shown())
    done = "面談記録を確定しました。" if name == "finish" else "途中で保存しました。"
    flash(f"受付番号{one.number}：{done}", "done")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:interview_id>/leave")
@needs(PANEL)
def leave(interview_id: int) -> Response:
    one = _mine(interview_id)
    actions.leave(one, reason_given(), actor(), now())
    flash(f"受付番号{one.number}の面談では、席を外してください。会議録に残ります。", "done")
    return redirect(url_for(".index"), 303)


@pages.get("/<int:interview_id>/calendar.ics")
@needs(PANEL)
def calendar(interview_id: int) -> Response:
    one = _mine(interview_id)
    if one.slot is None or one.state not in OPEN or actions.recusal_of(one, actor()):
        abort(404)
    [file] = documents.enclosed(one, one.slot, actor().email, now())
    return attached(make_response(file.text, {"Content-Type": file.media_type}), file.name)
