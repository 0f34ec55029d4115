"""What waits after the decisions, over all calls, in a constant number of statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.clock import day_in_japan
from otameshi.core.labels import Labelled
from otameshi.db import db
from otameshi.selection.decision import answers
from otameshi.selection.decision.models import Decision, Revision
from otameshi.selection.decision.rules import Notice, RevisionState, Way, places_given_up
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import HOLDS_A_PLACE, Outcome, State


class Task(Labelled):
    """The label says what waits; the second word, what is to be done."""

    NOTICES = "notices", "未送付の通知", "確かめて送る"
    LINE = "line", "空いた席（補欠あり）", "補欠を繰り上げる"
    ANSWERS = "answers", "回答の期限を過ぎた採択", "連絡する、または辞退を記録する"
    CHANGES = "changes", "決定の変更の案", "決裁する"


@dataclass(frozen=True, slots=True)
class Waits:
    task: Task
    call_id: int
    count: int


def tasks(at: datetime) -> Iterator[Waits]:
    """Say what waits in which call."""
    found = {
        Task.NOTICES: _by_call(Decision, Decision.notice == Notice.READY),
        Task.LINE: _free(),
        Task.ANSWERS: answers.late_by_call(day_in_japan(at)),
        Task.CHANGES: _by_call(Revision, Revision.state == RevisionState.OPEN),
    }
    for task, calls in found.items():
        yield from (Waits(task, call, count) for call, count in calls.items())


def _free() -> dict[int, int]:
    """Return the places given up, by call, where somebody waits for them."""
    first = (Decision.way == Way.DECIDED, Decision.outcome == Outcome.SELECTED)
    chosen = _by_call(Decision, *first, withdrawn=True)
    holding = _by_state(*HOLDS_A_PLACE)
    waiting = _by_state(State.WAITLISTED)
    free = {
        call: min(places_given_up(count, holding.get(call, 0)), waiting.get(call, 0))
        for call, count in chosen.items()
    }
    return {call: count for call, count in free.items() if count}


def _by_state(*states: State) -> dict[int, int]:
    query = (
        select(Application.call_id, func.count())
        .join(Candidacy, Candidacy.application_id == Application.id)
        .where(Candidacy.state.in_(states), Application.state == ApplicationState.SUBMITTED)
        .group_by(Application.call_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _by_call(
    kind: type[Decision] | type[Revision], *which: ColumnElement[bool], withdrawn: bool = False
) -> dict[int, int]:
    query = (
        select(Application.call_id, func.count())
        .select_from(kind)
        .join(kind.candidacy)
        .join(Candidacy.application)
        .where(*which)
        .group_by(Application.call_id)
    )
    if not withdrawn:
        query = query.where(Application.state == ApplicationState.SUBMITTED)
    return {row[0]: row[1] for row in db.session.execute(query)}
