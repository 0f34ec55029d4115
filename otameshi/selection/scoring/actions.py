"""Setting, closing and reopening the time in which a call is scored; keeping finished sheets."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select

from otameshi import history
from otameshi.core.states import Noted, Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.scoring.models import ScoringWindow, SheetVersion
from otameshi.selection.scoring.rules import Window, in_words, must_be_a_date, refusal


def windows(call_ids: Iterable[int]) -> dict[int, Window]:
    """Return until when each of these calls is scored; a call of which nothing is set is open."""
    wanted = set(call_ids)
    rows = db.session.scalars(select(ScoringWindow).where(ScoringWindow.call_id.in_(wanted)))
    return {**{key: Window() for key in wanted}, **{one.call_id: one.fact for one in rows}}


def window_of(call: Call) -> ScoringWindow | None:
    return db.session.scalar(
        select(ScoringWindow)
        .where(ScoringWindow.call_id == call.id)
        .execution_options(populate_existing=True)
    )


def must_be_open(candidacy: Candidacy, label: str, at: datetime) -> None:
    """Refuse a score after closing, and let the history tell; who closes waits for who scores."""
    call_id = candidacy.application.call_id
    call = db.session.get_one(Call, call_id, with_for_update={"read": True, "of": Call})
    window = window_of(call)
    words = refusal(window.fact, at) if window else ""
    if words:
        raise Noted(words, candidacy, "late_score", f"締切後の「{label}」（受け付けていません）")


def set_date(
    call: Call, closes_on: date | None, by: Person, at: datetime, version: int | None = None
) -> None:
    """Say until which day scores count; None: until somebody closes. Refused: a day gone by."""
    if closes_on is not None:
        must_be_a_date(closes_on, at)
    window = _held(call, version)
    if window.closes_on == closes_on:
        raise Refused("採点の期限は変わっていません。")
    window.closes_on = closes_on
    label = f"採点の期限を{in_words(closes_on)}とする" if closes_on else "採点の期限をなくす"
    history.record(call, "set_scoring_date", label, by=by, at=at)


def close(call: Call, by: Person, at: datetime, note: str = "", version: int | None = None) -> None:
    """Close the scoring of a call now: what is not finished does not count any more."""
    window = _held(call, version)
    if not window.fact.open(at):
        raise Refused("採点はすでに締め切られています。")
    window.closed_at, window.closed_by = at, by
    history.record(call, "close_scoring", "採点を締め切る", by=by, at=at, note=note)


def open_again(call: Call, by: Person, at: datetime, note: str, version: int | None = None) -> None:
    """Take scores again after closing; a date that has gone by is dropped. Needs a reason."""
    window = _held(call, version)
    if window.fact.open(at):
        raise Refused("採点は締め切られていません。")
    if not note.strip():
        raise Refused("採点をもう一度受け付ける理由を記入してください。")
    if window.fact.past(at):
        window.closes_on = None
    window.closed_at = window.closed_by = None
    label = "採点をもう一度受け付ける"
    history.record(call, "reopen_scoring", label, by=by, at=at, note=note)


def _held(call: Call, version: int | None) -> ScoringWindow:
    """Load the window of a call for change, or begin it."""
    call = locked(Call, call.id)
    window = window_of(call)
    if window is None:
        window = ScoringWindow(call=call)
        db.session.add(window)
    else:
        unchanged(window, version)
    return window


def versions_of(sheet: Sheet) -> list[SheetVersion]:
    mine = select(SheetVersion).where(SheetVersion.sheet_id == sheet.id)
    return list(db.session.scalars(mine.order_by(SheetVersion.number)))


def keep_version(sheet: Sheet, at: datetime) -> None:
    """Keep what stands on a sheet at the moment it is finished or given back."""
    db.session.flush()
    last = select(func.max(SheetVersion.number)).where(SheetVersion.sheet_id == sheet.id)
    lines = [
        {"name": one.criterion.name, "points": one.points, "comment": one.comment}
        for one in sheet.answers
    ]
    number = (db.session.scalar(last) or 0) + 1
    db.session.add(
        SheetVersion(
            sheet_id=sheet.id,
            number=number,
            state=sheet.state,
            lines=lines,
            comment=sheet.comment,
            at=at,
        )
    )
