"""The treasurer's and the manager's pages of payment runs."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.claims.paying import actions, due, rules, seeing
from otameshi.claims.paying.forms import ApproveForm, CloseForm, PrepareForm
from otameshi.claims.paying.models import PaymentRun
from otameshi.claims.paying.rules import RUN
from otameshi.claims.rules import SEES_ACCOUNT
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked
from otameshi.web.forms import given, reason_given, version_shown
from otameshi.web.paging import paged
from otameshi.web.sheets import attached

pages = Blueprint("payment_runs", __name__, url_prefix="/desk/payments/runs")

FILE = "text/plain; charset=Shift_JIS"
SAID = {
    "send": "振込データを作りました。ダウンロードして銀行に渡してください。",
    "reject": "承認せず、取りやめました。請求は支払待ちに戻りました。",
    "cancel": "取りやめました。請求は支払待ちに戻りました。",
    "recall": "取りやめました。請求は支払待ちに戻りました。",
}


def run_or_404(run_id: int) -> PaymentRun:
    return seeing.find(run_id, actor()) or abort(404)


def _year(fiscal_year: int) -> ProgrammeYear:
    return programme.year_of(fiscal_year) or abort(404)


def _to(run: PaymentRun) -> Response:
    return redirect(url_for(".show", run_id=run.id), 303)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    state = next((one for one in rules.State if one.value == asked("state")), None)
    page = paged(seeing.listed(actor(), state))
    return render_template("payments/runs.html", page=page, tone=rules.TONE, state=state)


@pages.route("/new/<int:fiscal_year>", methods=["GET", "POST"])
@needs({Role.TREASURER})
def prepare(fiscal_year: int) -> str | Response:
    year = _year(fiscal_year)
    form = PrepareForm()
    if not form.sent():
        return render_template(
            "payments/prepare.html",
            year=year,
            form=form,
            rows=seeing.candidates(year, actor()),
            wanting=year.grant_plan.fact.payer_wanting,
        )
    pay_on = given(form.pay_on.data)
    run = actions.prepare(year, form.claims.data or [], pay_on, actor(), now())
    flash("振込を準備しました。決裁者の承認を待ってください。", "done")
    return _to(run)


@pages.get("/<int:run_id>")
@needs(OFFICE)
def show(run_id: int) -> str:
    run = run_or_404(run_id)
    moves = RUN.open_to(actor().roles, run.state)
    return render_template(
        "payments/run.html",
        run=run,
        found=rules.sums(one.amount for one in run.items),
        moves=[move for move in moves if move.name not in rules.WITH_OWN_PAGE],
        own={move.name for move in moves} & rules.WITH_OWN_PAGE,
        remarks=due.remarks(seeing.paying(run)),
        sees_account=actor().has(*SEES_ACCOUNT),
        takes_file=run.has_file and actor().has(Role.TREASURER),
        next=rules.NEXT[run.state],
        tone=rules.TONE,
        item_tone=rules.ITEM_TONE,
        events=db.session.scalars(history.of(run)).all(),
    )


@pages.route("/<int:run_id>/approve", methods=["GET", "POST"])
@needs({Role.MANAGER})
def approve(run_id: int) -> str | Response:
    run = run_or_404(run_id)
    form = ApproveForm()
    if not form.sent():
        remarks = due.remarks(seeing.paying(run))
        return render_template("payments/approve.html", run=run, form=form, remarks=remarks)
    note = form.note.data or ""
    actions.approve(run, form.counted, actor(), now(), note, version_shown())
    flash("承認しました。会計が振込データを作ります。", "done")
    return _to(run)


@pages.route("/<int:run_id>/result", methods=["GET", "POST"])
@needs({Role.TREASURER})
def close(run_id: int) -> str | Response:
    run = run_or_404(run_id)
    form = CloseForm.of(run)
    if not form.sent():
        return render_template("payments/close.html", run=run, form=form)
    actions.close(run, form.answer, actor(), now(), version_shown())
    flash("振込の結果を記録し、参加者へのお知らせを送信箱に入れました。", "done")
    return _to(run)


@pages.get("/<int:run_id>/file")
@needs({Role.TREASURER})
def file(run_id: int) -> Response:
    run = run_or_404(run_id)
    if not run.has_file:
        abort(404)
    answer = make_response(actions.content(run))
    answer.content_type = FILE
    name = f"総合振込_{run.year.fiscal_year}_{run.number:03}_{run.pay_on:%Y%m%d}.txt"
    return attached(answer, name)


@pages.post("/<int:run_id>/<move>")
@needs({Role.TREASURER, Role.MANAGER})
def take(run_id: int, move: str) -> Response:
    run = run_or_404(run_id)
    if move not in SAID:
        raise Refused("この手続きは、専用のページから行ってください。")
    actions.take(run, move, actor(), now(), reason_given(), version_shown())
    flash(SAID[move], "done")
    return _to(run)
