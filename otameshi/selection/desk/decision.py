"""The decision page: what is proposed and to be decided, and what was decided."""

from collections import Counter

from flask import flash, redirect, render_template, url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload
from werkzeug.wrappers import Response

from otameshi.applications import numbers
from otameshi.applications.models import Application
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection import actions
from otameshi.selection.decision.models import Decision
from otameshi.selection.decision.rules import Notice
from otameshi.selection.desk.blueprint import (
    MANAGERS,
    READERS,
    call_or_404,
    pages,
    versions_seen,
)
from otameshi.selection.documents import TITLES
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import PROPOSED, Outcome
from otameshi.web.access import actor, needs
from otameshi.web.forms import reason_given
from otameshi.web.paging import paged


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
        page=paged(_decided(call)),
        ready=_unsent(call),
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


def _decided(call: Call) -> Select[Decision]:
    """Select the decisions that stand: of each candidate the last one."""
    later = aliased(Decision)
    return (
        select(Decision)
        .join(Decision.candidacy)
        .join(Candidacy.application)
        .outerjoin(
            later,
            (later.candidacy_id == Decision.candidacy_id) & (later.round > Decision.round),
        )
        .where(Application.call_id == call.id, later.id.is_(None))
        .order_by(*numbers.in_order(Application.number), Decision.id)
        .options(
            joinedload(Decision.decided_by),
            joinedload(Decision.candidacy).joinedload(Candidacy.application),
        )
    )


def _unsent(call: Call) -> int:
    query = (
        select(func.count())
        .select_from(Decision)
        .join(Decision.candidacy)
        .join(Candidacy.application)
        .where(Application.call_id == call.id, Decision.notice == Notice.READY)
    )
    return db.session.scalar(query) or 0


@pages.post("/<int:call_id>/decision/all")
@needs(MANAGERS)
def decide_all(call_id: int) -> Response:
    decided = actions.decide_all(call_or_404(call_id), actor(), now(), versions_seen())
    flash(
        f"{len(decided)}件を決定しました。まだだれにも知らせていません。通知を確かめて、送ってください。",
        "done",
    )
    return redirect(url_for("decision_desk.notices", call_id=call_id), 303)


@pages.post("/<int:call_id>/decision/back")
@needs(MANAGERS)
def send_back_all(call_id: int) -> Response:
    call, note = call_or_404(call_id), reason_given()
    found = actions.send_back_all(call, actor(), now(), note, versions_seen())
    flash(f"案{len(found)}件を差し戻し、案を作った人に理由を知らせました。", "done")
    return redirect(url_for(".decision", call_id=call_id), 303)
