"""形式審査 at the desk: finding by finding, the notice before it goes, many clean ones at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi.applications import numbers
from otameshi.applications.correction import reading as correction
from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection import actions, screening
from otameshi.selection.desk.blueprint import (
    MANAGERS,
    OFFICERS,
    call_or_404,
    candidacy_or_404,
    pages,
    versions_seen,
)
from otameshi.selection.eligibility import actions as eligibility
from otameshi.selection.eligibility import notices
from otameshi.selection.eligibility.forms import NoticeForm
from otameshi.selection.eligibility.reading import lines
from otameshi.selection.eligibility.rules import Verdict, against, doubts
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import REVIEWING, SCREENING, State
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, reason_given, version_shown
from otameshi.web.transaction import only_looked

HERE = "/candidates/<int:candidacy_id>"
MOST_LISTED = 200  # lines of a table that somebody reads before pressing one button


@dataclass(frozen=True, slots=True)
class Turn:
    """Where one stands in the pile of the 形式審査, and who comes before and after."""

    waiting: int
    before: int | None
    after: int | None


def _waiting(call: Call) -> Sequence[int]:
    """Return all who wait for the 形式審査, in the order of their numbers."""
    return db.session.scalars(
        select(Candidacy.id)
        .join(Candidacy.application)
        .where(
            Application.call_id == call.id,
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.state.in_(SCREENING),
        )
        .order_by(*numbers.in_order(Application.number), Candidacy.id)
    ).all()


def turn(one: Candidacy) -> Turn:
    """Find the neighbours of a candidate in the pile; of one that left it, the first that waits."""
    keys = list(_waiting(one.application.call))
    if one.id not in keys:
        return Turn(len(keys), None, keys[0] if keys else None)
    here = keys.index(one.id)
    before = keys[here - 1] if here else None
    after = keys[here + 1] if here + 1 < len(keys) else None
    return Turn(len(keys), before, after)


def shown(one: Candidacy) -> dict[str, Any]:
    """Return what the page of a candidate shows of the 形式審査."""
    found = lines(one)
    officer, manager = actor().has(Role.OFFICER), actor().has(Role.MANAGER)
    asked = correction.unsettled(one.application)
    screens = one.state in SCREENING and officer
    return {
        "lines": found,
        "doubts": doubts(found),
        "correction": asked,
        "corrected": corrected(one),
        "screens": screens,
        "judges": screens and asked is None,
        "rechecks": one.state in REVIEWING and officer,
        "restores": one.state is State.INELIGIBLE and manager,
        "turn": turn(one),
        "verdicts": Verdict,
    }


def corrected(one: Candidacy) -> list[screening.Finding]:
    """Return what the application as it stands now gives otherwise than when it was judged."""
    if one.findings is None:
        return []
    now_found = screening.findings(one.application.fact, one.application.call.year.terms)
    return [each for each in now_found if each not in one.found]


def _next(one: Candidacy, following: int | None) -> Response:
    """Lead to the next who waits; after the last one to the candidate that was judged."""
    return redirect(url_for(".candidate", candidacy_id=following or one.id), 303)


@pages.post(f"{HERE}/findings")
@needs(OFFICERS)
def mark_finding(candidacy_id: int) -> Response:
    """Confirm or overrule one finding."""
    one = candidacy_or_404(candidacy_id, actor())
    wanted = request.form.get("verdict", "")
    if wanted not in set(Verdict):
        raise Refused("判定のとおりとするか、判定を変えるかを選んでください。")
    verdict = Verdict(wanted)
    finding = request.form.get("finding", "")
    eligibility.mark(one, finding, verdict, actor(), now(), reason_given())
    flash(f"形式審査の判定を記録しました：{verdict.label}。", "done")
    return redirect(url_for(".candidate", candidacy_id=candidacy_id), 303)


@pages.post(f"{HERE}/pass")
@needs(OFFICERS)
def pass_one(candidacy_id: int) -> Response:
    one = candidacy_or_404(candidacy_id, actor())
    following = turn(one).after
    actions.judge(one, "pass", actor(), now(), reason_given(), version_shown())
    flash(f"{one.application.number} {one.title}：{one.state.label}にしました。", "done")
    return _next(one, following)


@pages.route(f"{HERE}/ineligible", methods=["GET", "POST"])
@needs(OFFICERS)
def ineligible(candidacy_id: int) -> str | Response:
    """Write the reasons, read the letter and the notice as they would go, then send both."""
    one = candidacy_or_404(candidacy_id, actor())
    if one.state not in SCREENING and request.method == "GET":
        return redirect(url_for(".candidate", candidacy_id=candidacy_id), 303)
    form = NoticeForm(data={"note": "\n".join(against(lines(one)))})
    if not form.sent():
        return render_template("selection/ineligible.html", one=one, form=form, letter=None)
    note = given(form.note.data)
    if form.action.data == "paper":
        only_looked()
        answer = Response(notices.preview(one, note, now()), content_type="application/pdf")
        answer.headers["Content-Disposition"] = "attachment; filename=preview.pdf"
        return answer
    if form.action.data != "send" or not form.was_shown():
        only_looked()
        form.shown.data = note
        letter = notices.letter(one, note)
        return render_template("selection/ineligible.html", one=one, form=form, letter=letter)
    following = turn(one).after
    actions.judge(one, "fail", actor(), now(), note, version_shown())
    flash(f"{one.application.number} {one.title}：通知を送りました。", "done")
    return _next(one, following)


@pages.post(f"{HERE}/recheck")
@needs(OFFICERS)
def recheck(candidacy_id: int) -> Response:
    one = candidacy_or_404(candidacy_id, actor())
    eligibility.recheck(one, actor(), now(), reason_given(), version_shown())
    flash("形式審査に戻しました。今の内容で確かめてください。", "done")
    return redirect(url_for(".candidate", candidacy_id=candidacy_id), 303)


@pages.post(f"{HERE}/restore")
@needs(MANAGERS)
def restore(candidacy_id: int) -> Response:
    one = candidacy_or_404(candidacy_id, actor())
    eligibility.restore(one, actor(), now(), reason_given(), version_shown())
    flash("決定を取り消し、応募者に通知しました。形式審査をやり直してください。", "done")
    return redirect(url_for(".candidate", candidacy_id=candidacy_id), 303)


@pages.route("/<int:call_id>/clean", methods=["GET", "POST"])
@needs(OFFICERS)
def clean(call_id: int) -> str | Response:
    """Say which candidates nothing was found about; then pass them together."""
    call = call_or_404(call_id)
    if request.method == "POST":
        passed = actions.judge_all(call, actor(), now(), versions_seen())
        flash(f"問題の見つからなかった{len(passed)}件を、要件を満たすとしました。", "done")
        return redirect(url_for(".show", call_id=call_id), 303)
    found = actions.clean(call)
    return render_template("selection/clean.html", call=call, found=found, most=MOST_LISTED)
