"""The panel: who leaves for a conflict, and what each of the others records (面談記録)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.selection.interviews.actions import telling
from otameshi.selection.interviews.actions.booking import attendance
from otameshi.selection.interviews.actions.inviting import held_for_change
from otameshi.selection.interviews.models import (
    Interview,
    InterviewPoint,
    InterviewRecord,
    InterviewRecusal,
)
from otameshi.selection.interviews.rules import (
    RECORD,
    RecordState,
    State,
    must_be_marked,
    must_be_on_the_scale,
    must_have_begun,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What one of the panel puts down: points by criterion, notes, and whether anybody came."""

    points: Mapping[int, int]
    notes: str = ""
    came: bool = True


def recusal_of(one: Interview, person: Person) -> InterviewRecusal | None:
    return next((each for each in one.recusals if each.person_id == person.id), None)


def record_of(one: Interview, person: Person) -> InterviewRecord | None:
    return next((each for each in one.records if each.person_id == person.id), None)


def _must_attend(row: Interview, by: Person) -> None:
    if row.slot is None or all(seat.person_id != by.id for seat in row.slot.seats):
        raise Refused("この面談の担当ではありません。")
    if recusal_of(row, by):
        raise Refused("利害関係があるため、この面談では席を外してください。記録はできません。")


def leave(interview: Interview, reason: str, by: Person, at: datetime) -> None:
    """Declare a conflict of interest (利害関係) and leave; what was recorded is dropped."""
    row = held_for_change(interview)
    _must_attend(row, by)
    if not reason.strip():
        raise Refused("席を外す理由を記入してください。")
    mine = record_of(row, by)
    if mine is not None and mine.state is RecordState.FINAL:
        raise Refused("面談記録を確定した後は、席を外せません。担当者に知らせてください。")
    if mine is not None:
        row.records.remove(mine)
    row.recusals.append(InterviewRecusal(person=by, reason=reason, declared=True, at=at))
    label = "利害関係のため席を外す"
    history.record(row, "leave", label, by=by, at=at, note=reason)
    if row.slot and row.state is State.BOOKED:
        telling.to_panel(row, row.slot, [by], at, off=True)


def keep(  # which move, what, who, when, and the page's version
    interview: Interview,
    name: str,
    written: Written,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Keep a record half done ("save") or for good ("finish"); points are asked of who came."""
    row = held_for_change(interview)
    _must_attend(row, by)
    must_have_begun(row.slot.span if row.slot else None, at)
    mine = record_of(row, by)
    if mine is not None:
        mine = locked(InterviewRecord, mine.id)
        unchanged(mine, version)
    move = RECORD.choose(name, by.roles, mine.state if mine else RecordState.NONE)
    came = written.came if row.state is State.BOOKED else row.state is State.HELD
    criteria = row.round.weights
    must_be_on_the_scale(written.points, criteria)
    if move.target is RecordState.FINAL and came:
        must_be_marked(written.points, criteria)
    mine = mine or _begin(row, by)
    known = {one.key for one in criteria}
    _put(mine, {key: value for key, value in written.points.items() if came and key in known})
    mine.state, mine.notes = move.target, written.notes
    if move.target is RecordState.FINAL:
        mine.finished_at = at
        if row.state is State.BOOKED:
            attendance(row, "came" if came else "no_show", by, at)
    kept = {one.name: mine.given.get(one.key) for one in criteria}
    history.record(
        mine,
        move.name,
        move.label,
        by=by,
        at=at,
        interview=row.id,
        points=kept,
        notes=written.notes,
    )


def _begin(row: Interview, by: Person) -> InterviewRecord:
    mine = InterviewRecord(person=by, state=RecordState.DRAFT)
    row.records.append(mine)
    db.session.flush()
    return mine


def _put(mine: InterviewRecord, points: Mapping[int, int]) -> None:
    known = {one.criterion_id: one for one in mine.points}
    for key, one in known.items():
        if key not in points:
            mine.points.remove(one)
    for key, value in points.items():
        if key in known:
            known[key].points = value
        else:
            mine.points.append(InterviewPoint(criterion_id=key, points=value))


def reopen(
    record: InterviewRecord, note: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Give a finished record back to its writer; what it said stays in the history."""
    found = locked(InterviewRecord, record.id)
    unchanged(found, version)
    move = RECORD.choose("reopen", by.roles, found.state, note)
    found.state, found.finished_at = move.target, None
    whose = found.person.name
    history.record(found, move.name, move.label, by=by, at=at, note=note, whose=whose)
