"""選考会議録: what an officer writes down, the preview, and the paper as issued."""

from flask import Response as Answer
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection.decision.actions import meeting as meetings
from otameshi.selection.decision.desk.blueprint import OFFICERS, READERS, call_or_404, pages
from otameshi.selection.decision.forms import MeetingForm
from otameshi.selection.decision.models import Meeting
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.forms import version_shown


def _meeting(meeting_id: int) -> Meeting:
    return db.session.get(Meeting, meeting_id) or abort(404)


@pages.get("/<int:call_id>/minutes")
@needs(READERS)
def minutes(call_id: int) -> str:
    call = call_or_404(call_id)
    return render_template(
        "selection/decision/minutes.html",
        call=call,
        meetings=meetings.meetings(call),
        works=actor().has(Role.OFFICER),
    )


@pages.route("/<int:call_id>/minutes/new", methods=["GET", "POST"])
@needs(OFFICERS)
def new_meeting(call_id: int) -> str | Response:
    call, form = call_or_404(call_id), MeetingForm()
    if not form.sent():
        return render_template(
            "selection/decision/meeting.html", call=call, form=form, meeting=None
        )
    made = meetings.save(None, call, form.written, actor(), now())
    flash("会議の記録を保存しました。内容を確かめて、会議録を発行してください。", "done")
    return redirect(url_for(".meeting", meeting_id=made.id), 303)


@pages.route("/minutes/<int:meeting_id>", methods=["GET", "POST"])
@needs(READERS)
def meeting(meeting_id: int) -> str | Response:
    one = _meeting(meeting_id)
    form = MeetingForm(obj=one)
    if not form.sent():
        return render_template(
            "selection/decision/meeting.html",
            call=one.call,
            form=form,
            meeting=one,
            decided=meetings.covered(one),
            works=actor().has(Role.OFFICER) and one.issued_at is None,
        )
    meetings.save(one, one.call, form.written, actor(), now(), version_shown())
    flash("会議の記録を保存しました。", "done")
    return redirect(url_for(".meeting", meeting_id=meeting_id), 303)


@pages.post("/minutes/<int:meeting_id>/issue")
@needs(OFFICERS)
def issue_minutes(meeting_id: int) -> Response:
    meetings.issue_minutes(_meeting(meeting_id), actor(), now(), version_shown())
    flash("会議録を発行しました。", "done")
    return redirect(url_for(".meeting", meeting_id=meeting_id), 303)


@pages.get("/minutes/<int:meeting_id>/paper")
@needs(READERS)
def minutes_paper(meeting_id: int) -> Response:
    """Hand out the minutes as issued; before that, as they would be issued now."""
    one = _meeting(meeting_id)
    if one.paper is not None:
        return send(one.paper.attachment)
    answer = Answer(meetings.preview(one, now()), content_type="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=preview.pdf"
    return answer
