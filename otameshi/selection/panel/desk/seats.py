"""The seats of a call: who is invited, who has accepted, who leaves."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import day_in_japan, now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection import actions as selection
from otameshi.selection.panel import actions
from otameshi.selection.panel.actions import secrecy
from otameshi.selection.panel.desk.blueprint import (
    OFFICERS,
    READERS,
    call_or_404,
    pages,
    seat_or_404,
)
from otameshi.selection.panel.forms import HandOnForm, InviteForm, LeaveForm, SeatForm
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import LIVING, SEAT, TONE, SeatState
from otameshi.selection.panel.words import told
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, reason_given, version_shown

HERE = "/<int:call_id>/panel"
ONE = f"{HERE}/<int:seat_id>"
BY_BUTTON = {"again", "withdraw"}
MARCH = 3


def _end_of_the_year(day: date) -> date:
    """Return the 31st of March that ends the fiscal year in which half a year from now lies."""
    later = day + timedelta(days=183)
    return date(later.year + (later.month > MARCH), MARCH, 31)


@pages.get(HERE)
@needs(READERS)
def index(call_id: int) -> str:
    call = call_or_404(call_id)
    seats = db.session.scalars(actions.seats_of(call)).unique().all()
    on = today()
    return render_template(
        "panel/desk_index.html",
        call=call,
        seats=seats,
        off={seat.id: seat.closed(on) for seat in seats},
        loads={load.reviewer.id: load.given for load in selection.progress(call)},
        latest=secrecy.latest(call.year),
        tone=TONE,
        works=actor().has(Role.OFFICER),
    )


@pages.route(f"{HERE}/invite", methods=["GET", "POST"])
@needs(OFFICERS)
def invite(call_id: int) -> str | Response:
    call = call_or_404(call_id)
    form = InviteForm.of(call.year, term_from=today(), term_to=_end_of_the_year(today()))
    if not form.sent():
        latest = secrecy.latest(call.year)
        return render_template("panel/invite.html", call=call, form=form, latest=latest)
    name, email = given(form.name.data), given(form.email.data)
    actions.invite(call, name, email, form.terms(), actor(), now())
    flash(f"{name}様（{email}）に、委嘱のお願いを送りました。", "done")
    return redirect(url_for(".index", call_id=call_id), 303)


@pages.get(ONE)
@needs(READERS)
def seat(call_id: int, seat_id: int) -> str:
    call = call_or_404(call_id)
    one = seat_or_404(call, seat_id)
    works = actor().has(Role.OFFICER)
    return render_template(
        "panel/desk_seat.html",
        call=call,
        seat=one,
        tone=TONE,
        off=one.closed(day_in_japan(now())),
        open_sheets=actions.open_sheets(one),
        ties=one.ties,
        living=one.state in LIVING,
        works=works,
        leaves=works and one.state is SeatState.ACCEPTED,
        hands_on=works and one.state is SeatState.LEFT,
        moves=[m for m in SEAT.open_to(actor().roles, one.state) if m.name in BY_BUTTON],
        events=db.session.scalars(history.of(one)).unique().all(),
    )


@pages.route(f"{ONE}/change", methods=["GET", "POST"])
@needs(OFFICERS)
def change(call_id: int, seat_id: int) -> str | Response:
    call = call_or_404(call_id)
    one = seat_or_404(call, seat_id)
    form = SeatForm.of(call.year, one)
    if not form.sent():
        return render_template("panel/change.html", call=call, seat=one, form=form)
    actions.change(one, form.terms(), actor(), now(), version_shown())
    flash("委嘱の内容を変更しました。", "done")
    return _back(one)


@pages.post(f"{ONE}/<any(again, withdraw):move>")
@needs(OFFICERS)
def take(call_id: int, seat_id: int, move: str) -> Response:
    one = seat_or_404(call_or_404(call_id), seat_id)
    if move == "again":
        actions.again(one, actor(), now(), version_shown())
        flash("招待をもう一度送りました。前のリンクは使えません。", "done")
    else:
        actions.withdraw(one, actor(), now(), reason_given(), version_shown())
        flash("招待を取り消し、本人にお知らせしました。", "done")
    return _back(one)


@pages.route(f"{ONE}/leave", methods=["GET", "POST"])
@needs(OFFICERS)
def leave(call_id: int, seat_id: int) -> str | Response:
    """End a seat; the open sheets are given to others in the same act."""
    call = call_or_404(call_id)
    one = seat_or_404(call, seat_id)
    form = LeaveForm()
    if not form.sent():
        return _leaving(one, form)
    note, finished = given(form.note.data), form.finished_note.data or ""
    given_out = actions.leave(one, actor(), now(), note, finished, version_shown())
    flash(f"{one.known_as}委員を退任としました。本人にお知らせしました。", "done")
    return _told(one, given_out)


@pages.route(f"{ONE}/hand-on", methods=["GET", "POST"])
@needs(OFFICERS)
def hand_on(call_id: int, seat_id: int) -> str | Response:
    """Give to others what somebody who resigned has left open."""
    one = seat_or_404(call_or_404(call_id), seat_id)
    form = HandOnForm()
    if not form.sent():
        return _leaving(one, form)
    given_out = actions.hand_on(one, actor(), now(), form.finished_note.data or "")
    return _told(one, given_out)


def _leaving(one: Seat, form: LeaveForm | HandOnForm) -> str:
    return render_template(
        "panel/leave.html",
        call=one.call,
        seat=one,
        form=form,
        leaves=isinstance(form, LeaveForm),
        open_sheets=actions.open_sheets(one),
        finished=actions.finished_sheets(one),
    )


def _told(one: Seat, given_out: actions.Assigned) -> Response:
    for words, tone in told(given_out):
        flash(words, tone)
    return _back(one)


def _back(one: Seat) -> Response:
    return redirect(url_for(".seat", call_id=one.call_id, seat_id=one.id), 303)
