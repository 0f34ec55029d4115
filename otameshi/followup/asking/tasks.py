"""電話で確かめる: opened when no mail arrives or nobody answered, closed with what came of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import OFFICE
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.followup.asking.models import SurveyTask
from otameshi.followup.asking.reading import fact_of
from otameshi.followup.asking.rules import CHOSEN, TASK, Kind, Result, State, task_for
from otameshi.followup.contacts.reading import FOR_ADDRESSES
from otameshi.followup.models import Invitation, Wave
from otameshi.people import Person


def visible_to(person: Person) -> Select[SurveyTask]:
    """Select the tasks, the longest open first, with whom they are about."""
    query = (
        select(SurveyTask)
        .order_by(SurveyTask.opened_at, SurveyTask.id)
        .options(
            joinedload(SurveyTask.invitation).joinedload(Invitation.wave).joinedload(Wave.year),
            joinedload(SurveyTask.invitation).joinedload(Invitation.participant),
            joinedload(SurveyTask.invitation)
            .joinedload(Invitation.participation)
            .options(*FOR_ADDRESSES),
        )
    )
    return query if person.roles & OFFICE else query.where(false())


def open_in(waves: Sequence[Wave]) -> dict[int, int]:
    """Count the open tasks of each wave; one without any is left out."""
    rows = db.session.execute(
        select(Invitation.wave_id, func.count())
        .join(SurveyTask, SurveyTask.invitation_id == Invitation.id)
        .where(SurveyTask.state == State.OPEN, Invitation.wave_id.in_([one.id for one in waves]))
        .group_by(Invitation.wave_id)
    )
    return {wave_id: count for wave_id, count in rows}  # noqa: C416  # rows are no pairs to a type checker


def open_for(invitation_id: int, at: datetime) -> None:
    """Open what is to be done about one who was asked, once."""
    invitation = locked(Invitation, invitation_id)
    kind = task_for(fact_of(invitation), day_in_japan(at))
    if kind is None:
        return
    letter = (invitation.letter_id or 0) if kind is Kind.UNDELIVERABLE else 0
    mine = select(SurveyTask.id).where(SurveyTask.invitation_id == invitation.id)
    known = mine.where(
        (SurveyTask.state == State.OPEN) | (SurveyTask.kind == kind) & (SurveyTask.letter == letter)
    )
    if db.session.scalar(known.limit(1)) is not None:
        return
    db.session.add(SurveyTask(invitation=invitation, kind=kind, letter=letter, opened_at=at))
    history.record(
        invitation, "task", State.OPEN.label, by=None, at=at, note=kind.label, kind=kind.value
    )


def settle(task_id: int, at: datetime) -> None:
    """Close the task about somebody who answered, or said that they will not."""
    task = locked(SurveyTask, task_id)
    if task.state is State.OPEN and not fact_of(task.invitation).silent:
        _close(task, Result.HEARD, "", None, at)


def finish(  # which, what came of it, in words, by whom, when, and the page's version
    task: SurveyTask,
    result: Result,
    note: str,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Record what came of a call, with a note for whoever calls next."""
    task = locked(SurveyTask, task.id)
    unchanged(task, version)
    TASK.choose("finish", by.roles, task.state, note)
    if result not in CHOSEN:
        raise Refused("確かめた結果を選んでください。")
    _close(task, result, note.strip(), by, at)


def _close(task: SurveyTask, result: Result, note: str, by: Person | None, at: datetime) -> None:
    task.state, task.result, task.note = State.DONE, result, note
    task.done_at, task.person = at, by
    told = "：".join(filter(None, (result.label, note)))
    history.record(
        task.invitation, "task_done", "確かめた結果を記録", by=by, at=at, note=told,
        kind=task.kind.value,
    )  # fmt: skip
