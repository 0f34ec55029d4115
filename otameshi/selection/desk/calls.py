"""The calls, how far each is, and what to do next; the pile of one call; its reviewers."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.programme.rules import Opening
from otameshi.selection import actions
from otameshi.selection.desk.blueprint import OFFICERS, READERS, call_or_404, pages
from otameshi.selection.eligibility.reading import lines_of
from otameshi.selection.models import Candidacy
from otameshi.selection.panel import actions as panel
from otameshi.selection.panel.words import told
from otameshi.selection.rules import DECIDED, State
from otameshi.web.access import actor, needs
from otameshi.web.paging import paged


@dataclass(frozen=True, slots=True)
class Progress:
    """A call with its counts at each step, and the step that waits."""

    call: Call
    submitted: int
    by_state: Mapping[State, int]
    opening: Opening

    @property
    def waiting_outside(self) -> int:
        return self.submitted - sum(self.by_state.values())

    @property
    def decided(self) -> int:
        return sum(self.by_state.get(state, 0) for state in DECIDED)

    @property
    def next_step(self) -> tuple[str, str]:
        """Say what to do next, and the name of the page where it is done."""
        waiting = self.waiting_outside
        has = self.by_state.get
        steps = (
            (self.opening is not Opening.CLOSED, "募集の締切を過ぎると、選考を始められます。", ""),
            (waiting, f"提出された応募{waiting}件を選考に加えてください。", "show"),
            (has(State.SCREENING), "形式審査をしてください。", "show"),
            (has(State.PROPOSED), "決裁者が案を決定してください。", "decision"),
            (has(State.REVIEWING), "採点の進み具合を確かめ、順位表で案を作ってください。", "board"),
            (self.by_state, "選考は終わりました。", ""),
        )
        found = ((text, page) for applies, text, page in steps if applies)
        return next(found, ("提出された応募はありません。", ""))


def _progress(calls: list[Call]) -> list[Progress]:
    by_state = actions.counts(calls)
    rows = db.session.execute(
        select(Application.call_id, func.count())
        .where(Application.state == ApplicationState.SUBMITTED)
        .group_by(Application.call_id)
    )
    submitted = {call_id: count for call_id, count in rows}  # noqa: C416  # rows are no pairs to mypy
    at = now()
    return [
        Progress(call, submitted.get(call.id, 0), by_state[call.id], call.opening(at))
        for call in calls
    ]


@pages.get("/")
@needs(READERS)
def index() -> str:
    query = select(Call).options(joinedload(Call.year)).order_by(Call.closes_at.desc())
    listed = paged(query)
    rows = _progress(list(listed.rows))
    return render_template("selection/index.html", rows=rows, page=listed, State=State)


@pages.get("/<int:call_id>")
@needs(READERS)
def show(call_id: int) -> str:
    """List the candidates of a call with what the eligibility check found."""
    call = call_or_404(call_id)
    wanted = request.args.get("state", "")
    query = actions.of_call(call)
    if wanted in set(State):
        query = query.where(Candidacy.state == State(wanted))
    listed = paged(query)
    (progress,) = _progress([call])
    return render_template(
        "selection/show.html",
        call=call,
        page=listed,
        found=lines_of(listed.rows),
        progress=progress,
        states=list(State),
        wanted=wanted,
        works=actor().has(Role.OFFICER),
    )


@pages.post("/<int:call_id>/open")
@needs(OFFICERS)
def open_pile(call_id: int) -> Response:
    opened = actions.open_pile(call_or_404(call_id), actor(), now())
    flash(f"応募{len(opened)}件を選考に加えました。形式審査をしてください。", "done")
    return redirect(url_for(".show", call_id=call_id), 303)


@pages.get("/<int:call_id>/assignment")
@needs(READERS)
def assignment(call_id: int) -> str:
    """Show who judges whom, how far each reviewer is, and who is still to be named."""
    call = call_or_404(call_id)
    query = actions.of_call(call).where(Candidacy.state.in_({State.REVIEWING}))
    return render_template(
        "selection/assignment.html",
        call=call,
        page=paged(query),
        loads=actions.progress(call),
        works=actor().has(Role.OFFICER),
    )


@pages.post("/<int:call_id>/assignment/automatic")
@needs(OFFICERS)
def assign_all(call_id: int) -> Response:
    given = panel.assign_all(call_or_404(call_id), actor(), now())
    for words, tone in told(given):
        flash(words, tone)
    return redirect(url_for(".assignment", call_id=call_id), 303)
