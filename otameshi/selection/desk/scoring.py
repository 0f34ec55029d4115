"""Until when a call is scored, how far each reviewer is, and the reminder to those behind."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import day_in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents import post
from otameshi.programme.models import Call
from otameshi.selection import actions
from otameshi.selection.desk.blueprint import OFFICERS, READERS, call_or_404, pages
from otameshi.selection.scoring import actions as closing
from otameshi.selection.scoring import reminding
from otameshi.selection.scoring.forms import ClosingForm
from otameshi.selection.scoring.rules import Window, in_words, open_count
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived
from otameshi.web.forms import is_number, reason_given, version_shown

HERE = "/<int:call_id>/scoring"
ACTS = {
    "set_scoring_date", "close_scoring", "reopen_scoring", "remind_reviewers",
}  # fmt: skip


@pages.route(HERE, methods=["GET", "POST"])
@needs(READERS)
def scoring(call_id: int) -> str | Response:
    """Show how far the scoring is, and take the day until which scores count."""
    call = call_or_404(call_id)
    window = closing.window_of(call)
    form = ClosingForm(data={"closes_on": window.closes_on if window else None})
    if not form.sent() or not actor().has(Role.OFFICER):
        return _page(call, form)
    day = form.closes_on.data
    closing.set_date(call, day, actor(), now(), version_shown())
    said = f"採点の期限を{in_words(day)}にしました。" if day else "採点の期限をなくしました。"
    flash(said, "done")
    return redirect(url_for(".scoring", call_id=call_id), 303)


def _page(call: Call, form: ClosingForm) -> str:
    at, window = now(), closing.window_of(call)
    loads = actions.progress(call)
    events = db.session.scalars(history.of(call)).unique().all()
    return render_template(
        "selection/scoring.html",
        call=call,
        form=form,
        window=window,
        until=window.fact if window else Window(),
        at=at,
        loads=[one for one in loads if one.by_state],
        open_count=open_count,
        open_sheets=sum(open_count(one.by_state) for one in loads),
        last=reminding.last_reminders(call),
        works=actor().has(Role.OFFICER),
        events=[one for one in events if one.act in ACTS],
    )


@pages.post(f"{HERE}/close")
@needs(OFFICERS)
def close_scoring(call_id: int) -> Response:
    call = call_or_404(call_id)
    closing.close(call, actor(), arrived(), reason_given(), version_shown())
    flash("採点を締め切りました。これから届く採点は受け付けません。", "done")
    return redirect(url_for(".scoring", call_id=call_id), 303)


@pages.post(f"{HERE}/reopen")
@needs(OFFICERS)
def reopen_scoring(call_id: int) -> Response:
    call = call_or_404(call_id)
    closing.open_again(call, actor(), now(), reason_given(), version_shown())
    flash("採点をもう一度受け付けます。", "done")
    return redirect(url_for(".scoring", call_id=call_id), 303)


@pages.route(f"{HERE}/reminder", methods=["GET", "POST"])
@needs(OFFICERS)
def reminder(call_id: int) -> str | Response:
    """Say who gets the reminder and how it reads; then send it."""
    call = call_or_404(call_id)
    if request.method == "POST":
        seen = {int(one) for one in request.form.getlist("seen") if is_number(one)}
        sent = reminding.remind(call, actor(), now(), seen)
        flash(f"{len(sent)}名に催促のお知らせを送りました。", "done")
        return redirect(url_for(".scoring", call_id=call_id), 303)
    today = day_in_japan(now())
    found = reminding.behind(call)
    due = [one for one in found if one.reminded_on != today]
    window = closing.window_of(call)
    until = window.fact if window else Window()
    first = reminding.letter(call, due[0], until) if due else None
    return render_template(
        "selection/reminder.html",
        call=call,
        due=due,
        done=[one for one in found if one.reminded_on == today],
        open=until.open(now()),
        letter=post.rendered("selection_reminder", **first) if first else None,
    )
