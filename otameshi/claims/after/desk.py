"""The staff's pages of 取消 and 返還."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.claims.after import actions, reading, rules
from otameshi.claims.after.forms import CancelForm, ReceiptForm, VoidForm, WaiveForm
from otameshi.claims.after.models import Cancellation, Repayment, RepaymentReceipt
from otameshi.claims.after.rules import (
    CANCELLATION,
    REPAYMENT,
    WITH_OWN_PAGE,
    Cancelling,
    Reason,
    Repaying,
)
from otameshi.core import wareki
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.core.yen import Yen, total
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants import actions as grants
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked, asked_key
from otameshi.web.forms import given, reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("after_desk", __name__, url_prefix="/desk/after")


def grant_or_404(grant_id: int) -> Grant:
    seen = grants.visible_to(actor()).where(Grant.id == grant_id)
    return db.session.scalars(seen).unique().one_or_none() or abort(404)


def cancellation_or_404(key: int) -> Cancellation:
    seen = reading.cancellations(actor()).where(Cancellation.id == key)
    return db.session.scalars(seen).unique().one_or_none() or abort(404)


def repayment_or_404(key: int) -> Repayment:
    seen = reading.repayments(actor()).where(Repayment.id == key)
    return db.session.scalars(seen).unique().one_or_none() or abort(404)


def receipt_or_404(one: Repayment, key: int) -> RepaymentReceipt:
    return next((each for each in one.receipts if each.id == key), None) or abort(404)


def day_asked() -> date:
    """Return the day that is asked for, written either way; today unless it is one."""
    words = asked("on")
    for read in (date.fromisoformat, wareki.parse):
        try:
            return read(words)
        except ValueError:
            continue
    return today()


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    orders, taken = reading.repayments(actor()), reading.cancellations(actor())
    grant = asked_key("grant")
    if grant is not None:
        orders = orders.where(Repayment.grant_id == grant)
        taken = taken.where(Cancellation.grant_id == grant)
    state, cancelling = asked("state"), asked("cancelling")
    if state in set(Repaying):
        orders = orders.where(Repayment.state == state)
    if cancelling in set(Cancelling):
        taken = taken.where(Cancellation.state == cancelling)
    page = paged(orders)
    return render_template(
        "after/desk_index.html",
        page=page,
        owed={one.id: reading.owed_of(one, today()) for one in page.rows},
        drafts=db.session.scalars(taken).unique().all(),
        surpluses=[] if grant or state or cancelling else reading.surpluses(),
        narrowed=bool(grant or state or cancelling),
        shows_orders=not cancelling,
        shows_taken=not state,
        officer=actor().has(Role.OFFICER),
        today=today(),
        tone=rules.REPAYMENT_TONE,
        cancellation_tone=rules.CANCELLATION_TONE,
    )


@pages.route("/grants/<int:grant_id>/cancel", methods=["GET", "POST"])
@needs({Role.OFFICER})
def cancel(grant_id: int) -> str | Response:
    grant = grant_or_404(grant_id)
    form = CancelForm()
    if not form.sent():
        return render_template(
            "after/cancel.html",
            grant=grant,
            form=form,
            stands=grant.state in IN_FORCE,
            paid=total(one.amount for one in reading.paid_out(grant.id)),
            claims=reading.claims_of(grant.id),
            without=Reason.CHANGED,
        )
    made = actions.prepare(grant, form.draft, actor(), now(), version_shown())
    flash("取消の案を作りました。決裁者の決裁を待ってください。", "done")
    return redirect(url_for(".cancellation", key=made.id), 303)


@pages.get("/cancellations/<int:key>")
@needs(OFFICE)
def cancellation(key: int) -> str:
    one = cancellation_or_404(key)
    orders = reading.repayments(actor()).where(Repayment.cancellation_id == one.id)
    return render_template(
        "after/cancellation.html",
        one=one,
        beyond=reading.beyond(one.grant, one.stands),
        orders=db.session.scalars(orders).unique().all(),
        papers=db.session.scalars(issue.about(one)).all(),
        events=db.session.scalars(history.of(one)).unique().all(),
        moves=CANCELLATION.open_to(actor().roles, one.state),
        officer=actor().has(Role.OFFICER),
        next=rules.CANCELLATION_NEXT[one.state],
        tone=rules.CANCELLATION_TONE,
    )


@pages.post("/cancellations/<int:key>/repayment")
@needs({Role.OFFICER})
def order_again(key: int) -> Response:
    made = actions.prepare_again(cancellation_or_404(key), actor(), now())
    flash("返還命令の案を作りました。決裁者の決裁を待ってください。", "done")
    return redirect(url_for(".repayment", key=made.id), 303)


@pages.post("/cancellations/<int:key>/<any(decide, reject, drop):move>")
@needs({Role.OFFICER, Role.MANAGER})
def decide(key: int, move: str) -> Response:
    one = cancellation_or_404(key)
    actions.cancel(one, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。", "done")
    return redirect(url_for(".cancellation", key=one.id), 303)


@pages.post("/grants/<int:grant_id>/surplus")
@needs({Role.OFFICER})
def surplus(grant_id: int) -> Response:
    made = actions.prepare_surplus(grant_or_404(grant_id), actor(), now())
    flash("返還命令の案を作りました。決裁者の決裁を待ってください。", "done")
    return redirect(url_for(".repayment", key=made.id), 303)


@pages.get("/repayments/<int:key>")
@needs(OFFICE)
def repayment(key: int) -> str:
    one, on = repayment_or_404(key), day_asked()
    moves = REPAYMENT.open_to(actor().roles, one.state)
    return render_template(
        "after/repayment.html",
        one=one,
        on=on,
        owed=reading.owed_of(one, on),
        papers=db.session.scalars(issue.about(one)).all(),
        events=db.session.scalars(history.of(one)).unique().all(),
        moves=[move for move in moves if move.name not in WITH_OWN_PAGE],
        opens={move.name for move in moves},
        next=rules.REPAYMENT_NEXT[one.state],
        tone=rules.REPAYMENT_TONE,
        asked_on=request.args.get("on", ""),
    )


@pages.post("/repayments/<int:key>/<any(order, reject, drop):move>")
@needs({Role.OFFICER, Role.MANAGER})
def take(key: int, move: str) -> Response:
    one = repayment_or_404(key)
    actions.take(one, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。", "done")
    return redirect(url_for(".repayment", key=one.id), 303)


@pages.route("/repayments/<int:key>/receive", methods=["GET", "POST"])
@needs({Role.TREASURER})
def receive(key: int) -> str | Response:
    one = repayment_or_404(key)
    owed = reading.owed_of(one, today())
    form = ReceiptForm(data={"received_on": today(), "amount": owed.left})
    if not form.sent():
        return render_template("after/receive.html", one=one, form=form, owed=owed, today=today())
    actions.receive(one, form.receipt, actor(), now(), version_shown())
    flash("納付を記録しました。", "done")
    return redirect(url_for(".repayment", key=one.id), 303)


@pages.route("/repayments/<int:key>/receipts/<int:receipt_id>/void", methods=["GET", "POST"])
@needs({Role.TREASURER})
def void(key: int, receipt_id: int) -> str | Response:
    one = repayment_or_404(key)
    receipt = receipt_or_404(one, receipt_id)
    form = VoidForm()
    if not form.sent():
        return render_template("after/void.html", one=one, receipt=receipt, form=form)
    actions.void(receipt, actor(), now(), given(form.note.data), version_shown())
    flash("納付の記録を取り消しました。", "done")
    return redirect(url_for(".repayment", key=one.id), 303)


@pages.route("/repayments/<int:key>/waive", methods=["GET", "POST"])
@needs({Role.MANAGER})
def waive(key: int) -> str | Response:
    one = repayment_or_404(key)
    form = WaiveForm()
    if not form.sent():
        owed = reading.owed_of(one, today())
        return render_template("after/waive.html", one=one, form=form, owed=owed, today=today())
    charge, amount = form.charge.data, Yen(given(form.amount.data))
    note = given(form.note.data)
    actions.waive(one, charge, amount, note, actor(), now(), version_shown())
    flash("免除を記録しました。", "done")
    return redirect(url_for(".repayment", key=one.id), 303)
