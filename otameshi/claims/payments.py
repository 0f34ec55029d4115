"""The treasurer's pages."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import actions, seeing
from otameshi.claims.forms import PaymentForm
from otameshi.claims.models import Payment
from otameshi.claims.paying import holding
from otameshi.claims.paying import seeing as runs
from otameshi.claims.paying.forms import ReturnForm
from otameshi.claims.paying.rules import TONE
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_year
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged
from otameshi.web.sheets import Row, csv_response

pages = Blueprint("payments", __name__, url_prefix="/desk/payments")

LEDGER = (
    "年度",
    "支払日",
    "支出命令番号",
    "組",
    "代表者",
    "回",
    "確定通知の文書番号",
    "支払額",
    "記録した人",
    "振込の回",
    "戻った日",
    "戻った理由",
)


def ledger_row(payment: Payment, run: str) -> Row:
    claim = payment.claim
    group = claim.grant.participation
    return (
        group.year.fiscal_year,
        payment.paid_on,
        payment.voucher,
        group.title,
        group.representative.name,
        claim.round,
        claim.document_number,
        payment.amount,
        payment.person.name,
        run,
        payment.returned_on,
        payment.returned_why,
    )


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    year = asked_year()
    waiting = db.session.scalars(seeing.waiting_for_payment()).unique().all()
    held = holding.under_way([claim.id for claim in waiting])
    open_to = {one.grant.participation.year.fiscal_year for one in waiting if one.id not in held}
    return render_template(
        "payments/index.html",
        waiting=waiting,
        held=held,
        open_to=sorted(open_to),
        runs=runs.open_runs(),
        tone=TONE,
        page=paged(seeing.paid(year)),
        years=seeing.paid_by_year(),
        year=year,
        pays=actor().has(Role.TREASURER),
    )


@pages.route("/<int:claim_id>", methods=["GET", "POST"])
@needs({Role.TREASURER})
def pay(claim_id: int) -> str | Response:
    claim = seeing.find(claim_id, actor()) or abort(404)
    form = PaymentForm(data={"paid_on": today()})
    if not form.sent():
        return render_template("payments/pay.html", claim=claim, form=form)
    paid_on, voucher = given(form.paid_on.data), form.voucher.data or ""
    actions.pay(claim, paid_on, voucher, actor(), now(), version_shown())
    flash("支払を記録し、参加者へのお知らせを送信箱に入れました。", "done")
    return redirect(url_for(".index"), 303)


@pages.route("/<int:claim_id>/returned", methods=["GET", "POST"])
@needs({Role.TREASURER})
def come_back(claim_id: int) -> str | Response:
    claim = seeing.find(claim_id, actor()) or abort(404)
    form = ReturnForm()
    if not form.sent():
        return render_template("payments/returned.html", claim=claim, form=form)
    actions.come_back(claim, form.failure, actor(), now(), version_shown())
    flash("請求を額の確定に戻し、振込先を直すよう参加者に知らせました。", "done")
    return redirect(url_for(".index"), 303)


@pages.get("/ledger.csv")
@needs(OFFICE)
def ledger() -> Response:
    payments = db.session.scalars(seeing.paid(asked_year())).unique().all()
    made_by = runs.numbers(payments)
    rows = [ledger_row(one, made_by.get(one.id, "")) for one in payments]
    return csv_response("支払一覧", LEDGER, rows)
