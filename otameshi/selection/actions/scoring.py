"""A reviewer's own sheet: kept half done, finished, or given back for a conflict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from otameshi import history
from otameshi.core.states import Move, Refused
from otameshi.db import locked, unchanged
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme import actions as programme
from otameshi.programme.models import Criterion
from otameshi.selection.actions.pile import living
from otameshi.selection.models import Score, Sheet
from otameshi.selection.rules import (
    SHEET,
    SheetState,
    must_be_on_the_scale,
    must_be_scored,
    must_be_under_review,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a reviewer has put on a sheet: points and remarks by criterion, and a comment."""

    points: Mapping[int, int]
    remarks: Mapping[int, str] = field(default_factory=dict)
    comment: str = ""


def save(
    sheet: Sheet, written: Written, by: Person, at: datetime, version: int | None = None
) -> None:
    """Keep a sheet as far as it goes; points off the scale are refused."""
    _write(sheet, "save", written, by, at, version)


def finish(
    sheet: Sheet, written: Written, by: Person, at: datetime, version: int | None = None
) -> None:
    """Finish a sheet; refused while a criterion is open, and never undone."""
    _write(sheet, "finish", written, by, at, version)


def recuse(sheet: Sheet, by: Person, at: datetime, note: str, version: int | None = None) -> None:
    """Give a sheet back for a conflict of interest; the office is told, and names another."""
    sheet, move = _move(sheet, "recuse", by, note, version)
    sheet.scores.clear()
    sheet.comment = ""
    history.record(sheet, move.name, move.label, by=by, at=at, note=note)
    call = sheet.candidacy.application.call
    post.write(
        "selection_recused",
        to=call.year.email,
        at=at,
        reviewer=by,
        number=sheet.candidacy.application.number,
        call=call,
        note=note,
    )


def _move(
    sheet: Sheet, name: str, by: Person, note: str, version: int | None
) -> tuple[Sheet, Move[SheetState]]:
    sheet = locked(Sheet, sheet.id)
    unchanged(sheet, version)
    if sheet.reviewer_id != by.id:
        raise Refused("ほかの選考委員の採点票です。")
    must_be_under_review(living(sheet.candidacy).state)
    move = SHEET.choose(name, by.roles, sheet.state, note)
    sheet.state = move.target
    return sheet, move


def _write(  # which move, what, who, when, and the page's version
    sheet: Sheet, name: str, written: Written, by: Person, at: datetime, version: int | None
) -> None:
    sheet, move = _move(sheet, name, by, "", version)
    year = sheet.candidacy.application.call.year
    criteria = year.criteria
    if written.points:
        programme.fix_rubric(year, at)
    for criterion in criteria:
        _score(sheet, criterion, written)
    sheet.comment = written.comment
    if move.target is SheetState.FINAL:
        must_be_scored([one.name for one in criteria if one.id not in written.points])
        sheet.finished_at = at
    history.record(sheet, move.name, move.label, by=by, at=at)


def _score(sheet: Sheet, criterion: Criterion, written: Written) -> None:
    points = written.points.get(criterion.id)
    known = next((one for one in sheet.scores if one.criterion_id == criterion.id), None)
    if points is None:
        if known is not None:
            sheet.scores.remove(known)
        return
    must_be_on_the_scale(points, criterion.most, criterion.name)
    if known is None:
        known = Score(criterion=criterion)
        sheet.scores.append(known)
    known.points = points
    known.comment = written.remarks.get(criterion.id, "")
