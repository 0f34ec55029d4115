"""The reviewer's side of a seat: by the personal link, and in the account."""

from http import HTTPStatus

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
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from otameshi.accounts import actions as accounts
from otameshi.accounts.own import enter
from otameshi.core.clock import day_in_japan, now
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.panel import actions
from otameshi.selection.panel.actions import secrecy
from otameshi.selection.panel.forms import AcceptForm, ConsentForm, DeclareForm, JoinForm
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import SEAT, TONE, SeatState
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, is_number, reason_given, version_shown
from otameshi.web.headers import keep_the_link
from otameshi.web.readback import say_back

pages = Blueprint("panel", __name__)
pages.after_request(keep_the_link)

OWN = "/review/panel"
REVIEWERS = frozenset({Role.REVIEWER})
ACCEPTED = "委嘱を承諾しました。採点をお願いするときは、メールでお知らせします。"


@pages.route("/panel/<token>", methods=["GET", "POST"])
@needs(ANYONE)
def by_link(token: str) -> str | Response:
    """Show an invitation; whoever has no account makes it with the acceptance."""
    seat = actions.open_to(token, now())
    if seat is None:
        return _closed(token)
    person = accounts.with_address(seat.email)
    form = AcceptForm() if person is not None else JoinForm(name=seat.name)
    if not form.sent():
        return _invitation(seat, form, token)
    if isinstance(form, JoinForm):
        person = actions.join(seat, given(form.name.data), given(form.password.data), now())
        enter(person)
    if person is not None:
        _accept(seat, form, person)
    return redirect(url_for(".index"), 303)


def _closed(token: str) -> Response:
    gone = actions.known(token)
    page = render_template("panel/closed.html")
    return make_response(page, HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND)


def _invitation(seat: Seat, form: AcceptForm, token: str = "") -> str:
    return render_template(
        "panel/invitation.html",
        seat=seat,
        call=seat.call,
        year=seat.call.year,
        form=form,
        secrecy=secrecy.latest(seat.call.year),
        refuse=url_for(".decline_by_link", token=token)
        if token
        else url_for(".decline", seat_id=seat.id),
    )


def _accept(seat: Seat, form: AcceptForm, person: Person) -> None:
    answer = form.answer(_secrecy_shown())
    # Making the account has changed the seat already, in this same act.
    version = None if isinstance(form, JoinForm) else version_shown()
    actions.accept(seat, answer, person, now(), version)
    say_back(form)
    flash(ACCEPTED, "done")


def _secrecy_shown() -> int | None:
    sent = request.form.get("secrecy", "")
    return int(sent) if is_number(sent) else None


@pages.post("/panel/<token>/decline")
@needs(ANYONE)
def decline_by_link(token: str) -> str | Response:
    seat = actions.open_to(token, now())
    if seat is None:
        return _closed(token)
    actions.decline(seat, None, now(), reason_given())
    return redirect(url_for(".thanks"), 303)


@pages.get("/panel/thanks")
@needs(ANYONE)
def thanks() -> str:
    """Say that it was taken. The address holds no key."""
    return render_template("panel/thanks.html")


@pages.get(f"{OWN}/")
@needs(REVIEWERS)
def index() -> str:
    """List the own seats, the newest first."""
    mine = select(Seat).where(Seat.person_id == actor().id)
    shown = joinedload(Seat.call).joinedload(Call.year)
    seats = db.session.scalars(mine.order_by(Seat.id.desc()).options(shown)).all()
    return render_template("panel/index.html", seats=seats, tone=TONE)


def own_or_404(seat_id: int) -> Seat:
    mine = select(Seat).where(Seat.id == seat_id, Seat.person_id == actor().id)
    return db.session.scalar(mine.options(selectinload(Seat.ties))) or abort(404)


@pages.route(f"{OWN}/<int:seat_id>", methods=["GET", "POST"])
@needs(REVIEWERS)
def seat(seat_id: int) -> str | Response:
    """Answer an invitation; once accepted, see what one consented to, and declare more."""
    one = own_or_404(seat_id)
    if one.state is SeatState.INVITED:
        form = AcceptForm()
        if not form.sent():
            return _invitation(one, form)
        _accept(one, form, actor())
        return redirect(url_for(".seat", seat_id=seat_id), 303)
    declare = DeclareForm()
    if not declare.sent():
        return _seat(one, declare)
    closed = actions.declare(one, declare.declared(), actor(), now())
    flash("利害関係の申告を受け付けました。", "done")
    if closed:
        flash(f"割り当てられていた採点票{len(closed)}枚を取り消しました。", "notice")
    return redirect(url_for(".seat", seat_id=seat_id), 303)


def _seat(one: Seat, form: DeclareForm) -> str:
    latest = secrecy.latest(one.call.year)
    return render_template(
        "panel/seat.html",
        seat=one,
        call=one.call,
        form=form,
        tone=TONE,
        latest=latest,
        outdated=one.state is SeatState.ACCEPTED and latest is not one.secrecy,
        off=one.closed(day_in_japan(now())),
        ties=[tie for tie in one.ties if tie.withdrawn_at is None],
        moves=SEAT.open_to({Role.REVIEWER}, one.state),
    )


@pages.post(f"{OWN}/<int:seat_id>/decline")
@needs(REVIEWERS)
def decline(seat_id: int) -> Response:
    actions.decline(own_or_404(seat_id), actor(), now(), reason_given())
    flash("招待を辞退しました。担当者にお知らせしました。", "done")
    return redirect(url_for(".index"), 303)


@pages.post(f"{OWN}/<int:seat_id>/<any(resign):move>")
@needs(REVIEWERS)
def take(seat_id: int, move: str) -> Response:
    actions.resign(own_or_404(seat_id), actor(), now(), reason_given(), version_shown())
    flash("退任の申出を受け付け、担当者にお知らせしました。ありがとうございました。", "done")
    return redirect(url_for(".index"), 303)


@pages.post(f"{OWN}/<int:seat_id>/consent")
@needs(REVIEWERS)
def consent(seat_id: int) -> Response:
    form = ConsentForm()
    form.validate()
    actions.consent_again(own_or_404(seat_id), form.answer(_secrecy_shown()), actor(), now())
    flash("新しい守秘義務の文への同意を受け付けました。", "done")
    return redirect(url_for(".seat", seat_id=seat_id), 303)


@pages.post(f"{OWN}/<int:seat_id>/ties/<int:tie_id>/take-back")
@needs(REVIEWERS)
def take_back(seat_id: int, tie_id: int) -> Response:
    found = (tie for tie in own_or_404(seat_id).ties if tie.id == tie_id)
    actions.take_back(next(found, None) or abort(404), actor(), now())
    flash("申告を取り消しました。", "done")
    return redirect(url_for(".seat", seat_id=seat_id), 303)
