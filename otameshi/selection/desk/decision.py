"""The decision page: who gets what, which letter and which notice, before anything is sent."""

from collections import Counter

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection import actions
from otameshi.selection.desk.blueprint import (
    MANAGERS,
    READERS,
    call_or_404,
    pages,
    versions_seen,
)
from otameshi.selection.documents import TITLES
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import PROPOSED, TOLD, Outcome
from otameshi.web.access import actor, needs


@pages.get("/<int:call_id>/decision")
@needs(READERS)
def decision(call_id: int) -> str:
    call = call_or_404(call_id)
    found = db.session.scalars(actions.of_call(call)).unique().all()
    proposed = sorted((one for one in found if one.state in PROPOSED), key=_order)
    return render_template(
        "selection/decision.html",
        call=call,
        proposed=proposed,
        told=[one for one in found if one.state in TOLD],
        counts=Counter(one.proposal for one in proposed),
        effect=actions.effect_of(call, found),
        outcomes=list(Outcome),
        titles=TITLES,
        own=[one for one in proposed if one.proposed_by_id == actor().id],
        decides=actor().has(Role.MANAGER) and bool(proposed),
    )


def _order(one: Candidacy) -> tuple[int, int, str]:
    outcome = list(Outcome).index(one.proposal or Outcome.REJECTED)
    return outcome, one.waitlist_rank or 0, one.application.number or ""


@pages.post("/<int:call_id>/decision/all")
@needs(MANAGERS)
def decide_all(call_id: int) -> Response:
    decided = actions.decide_all(call_or_404(call_id), actor(), now(), versions_seen())
    flash(f"{len(decided)}件を決定し、通知書を発行して、お知らせを送信箱に入れました。", "done")
    return redirect(url_for(".decision", call_id=call_id), 303)
