"""One interview for the office: its time, its letters, who came, and the panel's records."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.desk.blueprint import (
    OFFICERS,
    READERS,
    interview_or_404,
    pages,
)
from otameshi.selection.interviews.forms import SettingForm
from otameshi.selection.interviews.rules import INTERVIEW, OPEN, RECORD, TONE
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, reason_given, version_shown

HERE = "/of/<int:interview_id>"
ELSEWHERE = {"place", "invite"}  # by forms of their own
DONE = {
    "again": "案内をもう一度送りました。",
    "revoke": "送ったリンクを使えなくしました。",
    "cancel": "案内を取り消し、お知らせしました。",
    "came": "出席を記録しました。",
    "no_show": "欠席を記録しました。",
    "undo": "出欠の記録を取り消しました。",
}


@pages.route(HERE, methods=["GET", "POST"])
@needs(READERS)
def interview(interview_id: int) -> str | Response:
    one, at, me = interview_or_404(interview_id), now(), actor()
    form = SettingForm.of(actions.free(one.round, at))
    if form.sent():
        note = form.note.data or ""
        actions.place(one, given(form.slot.data), me, at, note, version_shown())
        flash("面談の日時を決め、応募者と面談する人にお知らせしました。", "done")
        return redirect(url_for(".interview", interview_id=interview_id), 303)
    begun = one.slot is not None and one.slot.starts_at <= at
    moves = [
        move
        for move in INTERVIEW.open_to(me.roles & OFFICERS, one.state)
        if move.name not in ELSEWHERE and (begun or move.name not in {"came", "no_show"})
    ]
    return render_template(
        "interviews/interview.html",
        one=one,
        held=one.round,
        call=one.round.call,
        form=form,
        moves=moves,
        places=me.has(Role.OFFICER) and one.state in OPEN,
        reopens=lambda record: [
            move
            for move in RECORD.open_to(me.roles & OFFICERS, record.state)
            if move.name == "reopen"  # the others are the writer's own
        ],
        names={each.id: each.name for each in one.round.criteria},
        sees_place=me.has(Role.OFFICER),
        events=db.session.scalars(history.of(one)).unique().all(),
        tone=TONE,
    )


@pages.post(f"{HERE}/<any(again, revoke, cancel, came, no_show, undo):move>")
@needs(OFFICERS)
def take(interview_id: int, move: str) -> Response:
    one, at, note, version = interview_or_404(interview_id), now(), reason_given(), version_shown()
    if move == "again":
        actions.again(one, actor(), at, version)
    elif move == "revoke":
        actions.revoke(one, actor(), at, version)
    elif move == "cancel":
        actions.cancel(one, note, actor(), at, version)
    else:
        actions.attendance(one, move, actor(), at, note, version)
    flash(DONE[move], "done")
    return redirect(url_for(".interview", interview_id=interview_id), 303)


@pages.post(f"{HERE}/records/<int:record_id>/<any(reopen):move>")
@needs(OFFICERS)
def reopen(interview_id: int, record_id: int, move: str) -> Response:
    del move  # the only one that a finished record knows
    one = interview_or_404(interview_id)
    found = next((each for each in one.records if each.id == record_id), None) or abort(404)
    actions.reopen(found, reason_given(), actor(), now(), version_shown())
    flash(f"{found.person.name}の面談記録を差し戻しました。", "done")
    return redirect(url_for(".interview", interview_id=interview_id), 303)
