"""The office's pages of 概算払."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.claims.advancing import actions
from otameshi.claims.forms import PaymentForm
from otameshi.claims.invoicing import rules
from otameshi.claims.invoicing.actions import asking
from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import ADVANCE, AdvanceState
from otameshi.claims.rules import SEES_ACCOUNT
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("advances_desk", __name__, url_prefix="/desk/advances")


def advance_or_404(advance_id: int) -> Advance:
    return actions.find(advance_id, actor()) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    state = request.args.get("state", "")
    chosen = AdvanceState(state) if state in set(AdvanceState) else None
    return render_template(
        "advancing/desk_index.html",
        page=paged(actions.listed(actor(), chosen)),
        state=chosen,
        next=rules.ADVANCE_NEXT_AT_THE_DESK,
        tone=rules.ADVANCE_TONE,
    )


@pages.get("/<int:advance_id>")
@needs(OFFICE)
def show(advance_id: int) -> str:
    advance = advance_or_404(advance_id)
    moves = ADVANCE.open_to(actor().roles, advance.state)
    return render_template(
        "advancing/desk_show.html",
        advance=advance,
        room=asking.room_of(advance.grant),
        moves=[move for move in moves if move.name not in rules.ADVANCE_OWN_PAGE],
        pays=any(move.name == "pay" for move in moves),
        sees_account=actor().has(*SEES_ACCOUNT),
        papers=db.session.scalars(actions.papers(advance, actor())).all(),
        events=db.session.scalars(history.of(advance)).unique().all(),
        next=rules.ADVANCE_NEXT_AT_THE_DESK[advance.state],
        tone=rules.ADVANCE_TONE,
    )


@pages.route("/<int:advance_id>/pay", methods=["GET", "POST"])
@needs({Role.TREASURER})
def pay(advance_id: int) -> str | Response:
    advance = advance_or_404(advance_id)
    form = PaymentForm(data={"paid_on": today()})
    if not form.sent():
        return render_template("advancing/pay.html", advance=advance, form=form)
    paid_on, voucher = given(form.paid_on.data), form.voucher.data or ""
    actions.pay(advance, paid_on, voucher, actor(), now(), version_shown())
    flash("概算払の支払を記録し、参加者へのお知らせを送信箱に入れました。", "done")
    return redirect(url_for(".show", advance_id=advance.id), 303)


@pages.post("/<int:advance_id>/<move>")
@needs({Role.OFFICER, Role.MANAGER, Role.TREASURER})
def take(advance_id: int, move: str) -> Response:
    advance = advance_or_404(advance_id)
    actions.take(advance, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。参加者へのお知らせは送信箱で確かめられます。", "done")
    return redirect(url_for(".show", advance_id=advance.id), 303)
