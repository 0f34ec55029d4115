"""A reviewer's own sheet: kept half done, finished, opened again, or given back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from otameshi import history
from otameshi.core.states import Move, Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme import rubrics
from otameshi.programme.models import Criterion
from otameshi.selection.actions.pile import living
from otameshi.selection.models import Score, Sheet
from otameshi.selection.rules import (
    SHEET,
    SheetState,
    must_be_on_the_scale,
    must_be_remarked,
    must_be_scored,
    must_be_under_review,
)
from otameshi.selection.scoring import actions as closing


@dataclass(frozen=True, slots=True)
class Written:
    """What a reviewer has put on a sheet: points and remarks by criterion, and a comment."""

    points: Mapping[int, int]
    remarks: Mapping[int, str] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """Who sends a sheet, when, as which version, and while typing from which opened page."""

    by: Person
    at: datetime
    version: int | None
    tab: str = ""


def save(  # what, who, when, at which version, from which opened page
    sheet: Sheet,
    written: Written,
    by: Person,
    at: datetime,
    version: int | None = None,
    tab: str = "",
) -> None:
    """Keep a sheet as far as it goes; points off the scale are refused."""
    sheet, move = _write(sheet, "save", written, Sent(by, at, version, tab))
    history.record(sheet, move.name, move.label, by=by, at=at)


def keep(sheet: Sheet, written: Written, sent: Sent) -> Sheet:
    """Keep what is being typed; the history tells only that the scoring has begun."""
    begun = sheet.state is not SheetState.ASSIGNED
    sheet, _ = _write(sheet, "save", written, sent)
    if not begun:
        history.record(sheet, "begin", "採点を始める", by=sent.by, at=sent.at)
    return sheet


def finish(  # what, who, when, at which version, from which opened page
    sheet: Sheet,
    written: Written,
    by: Person,
    at: datetime,
    version: int | None = None,
    tab: str = "",
) -> None:
    """Finish a sheet; refused while a criterion is open. What it says is kept as a version."""
    sheet, move = _write(sheet, "finish", written, Sent(by, at, version, tab))
    criteria = sheet.candidacy.application.call.year.criteria
    must_be_scored([one.name for one in criteria if one.id not in written.points])
    must_be_remarked(
        [one.name for one in criteria if one.remark_needed and not written.remarks.get(one.id)]
    )
    sheet.finished_at = at
    history.record(sheet, move.name, move.label, by=by, at=at)
    closing.keep_version(sheet, at)


def reopen(sheet: Sheet, by: Person, at: datetime, version: int | None = None) -> None:
    """Open a finished sheet again until scoring closes; until finished anew it does not count."""
    sheet, move = _move(sheet, "reopen", Sent(by, at, version))
    sheet.finished_at = None
    history.record(sheet, move.name, move.label, by=by, at=at)


def recuse(sheet: Sheet, by: Person, at: datetime, note: str, version: int | None = None) -> None:
    """Give a sheet back for a conflict of interest; the office is told, and names another."""
    sheet, move = _move(sheet, "recuse", Sent(by, at, version), note)
    _give_back(sheet, move, "selection_recused", by, at, note)


def abstain(sheet: Sheet, by: Person, at: datetime, note: str, version: int | None = None) -> None:
    """Say that one cannot judge, and why; the office is told, and can name another."""
    sheet, move = _move(sheet, "abstain", Sent(by, at, version), note)
    closing.keep_version(sheet, at)
    _give_back(sheet, move, "selection_abstained", by, at, note)


def _give_back(  # which move, its letter, who, when, why
    sheet: Sheet, move: Move[SheetState], letter: str, by: Person, at: datetime, note: str
) -> None:
    sheet.scores.clear()
    sheet.remarks = {}
    sheet.comment = note if move.target is SheetState.ABSTAINED else ""
    history.record(sheet, move.name, move.label, by=by, at=at, note=note)
    call = sheet.candidacy.application.call
    post.write(
        letter,
        to=call.year.email,
        at=at,
        reviewer=by,
        number=sheet.candidacy.application.number,
        candidacy=sheet.candidacy,
        call=call,
        note=note,
    )


def _move(sheet: Sheet, name: str, sent: Sent, note: str = "") -> tuple[Sheet, Move[SheetState]]:
    label = next(move.label for move in SHEET.moves if move.name == name)
    closing.must_be_open(sheet.candidacy, label, sent.at)
    sheet = locked(Sheet, sheet.id)
    if not (sent.tab and sheet.saved_tab == sent.tab):  # its own last answer may have been lost
        unchanged(sheet, sent.version)
    if sheet.reviewer_id != sent.by.id:
        raise Refused("ほかの選考委員の採点票です。")
    must_be_under_review(living(sheet.candidacy).state)
    move = SHEET.choose(name, sent.by.roles, sheet.state, note)
    sheet.state, sheet.saved_at, sheet.saved_tab = move.target, sent.at, sent.tab
    return sheet, move


def _write(sheet: Sheet, name: str, written: Written, sent: Sent) -> tuple[Sheet, Move[SheetState]]:
    sheet, move = _move(sheet, name, sent)
    year = sheet.candidacy.application.call.year
    db.session.refresh(year, ["criteria"])  # as they stand now that the call is held
    if written.points:
        rubrics.begin(year, sent.at)
    for criterion in year.criteria:
        _score(sheet, criterion, written)
    loose = {key: words for key, words in written.remarks.items() if key not in written.points}
    sheet.remarks = {str(key): words for key, words in loose.items() if words}
    sheet.comment = written.comment
    return sheet, move


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
