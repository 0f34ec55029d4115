"""補欠の繰上げ: who is next, who has not answered, and moving up."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.applications.entering.withdrawal import How, Told
from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.selection import actions
from otameshi.selection.decision import answers
from otameshi.selection.decision.actions import promoting
from otameshi.selection.decision.desk.blueprint import (
    MANAGERS,
    OFFICERS,
    READERS,
    call_or_404,
    candidacy_or_404,
    pages,
)
from otameshi.selection.decision.rules import late
from otameshi.web.access import actor, needs
from otameshi.web.dates import DateParts
from otameshi.web.fields import Required, given, labelled, long_text
from otameshi.web.forms import PageForm, reason_given, version_shown


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


class ToldForm(PageForm):
    how = labelled("申し出の方法", How, radio=True)
    on = DateParts("申し出のあった日", validators=[Required()])
    note = long_text("辞退の理由", 2_000)

    @property
    def told(self) -> Told:
        return Told(self.how.data, self.on.data, given(self.note.data))


@pages.route("/candidates/<int:candidacy_id>/step-back", methods=["GET", "POST"])
@needs(OFFICERS)
def step_back(candidacy_id: int) -> str | Response:
    """Record that somebody on the waiting list has told the office to want no place."""
    one, form = candidacy_or_404(candidacy_id), ToldForm()
    if not form.sent():
        return render_template("selection/decision/step_back.html", one=one, form=form)
    actions.step_back(one, form.told, actor(), now(), version_shown())
    flash(f"{one.title}の補欠の辞退を記録しました。", "done")
    return redirect(url_for(".line", call_id=one.application.call_id), 303)


@pages.post("/candidates/<int:candidacy_id>/promote")
@needs(MANAGERS)
def promote(candidacy_id: int) -> Response:
    one = candidacy_or_404(candidacy_id)
    promoting.promote(one, actor(), now(), reason_given(), version_shown())
    flash(f"{one.title}を繰り上げて採択しました。通知を確かめて、送ってください。", "done")
    return redirect(url_for(".notices", call_id=one.application.call_id), 303)
