"""When a reviewer drops out (任期途中の退任): the open sheets go to others in the same act."""

from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.applications.models import Application
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.panel.actions import taking
from otameshi.selection.panel.actions.assigning import Assigned, fill, panel_of
from otameshi.selection.panel.actions.bench import candidates_of
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import SEAT, SeatState
from otameshi.selection.rules import FINISHED, OPEN_SHEET, REVIEWING, SheetState


def leave(  # which seat, who, when, why; why finished sheets do not count, if so
    seat: Seat,
    by: Person,
    at: datetime,
    note: str,
    finished_note: str = "",
    version: int | None = None,
) -> Assigned:
    """End a seat and hand its open sheets on, with letters to all concerned.

    Finished sheets stay and count, unless the officer says in writing why they must not.
    """
    call = locked(Call, seat.call_id)
    seat = locked(Seat, seat.id)
    unchanged(seat, version)
    move = SEAT.choose("leave", by.roles, seat.state, note)
    seat.state, seat.settled_at, seat.note = move.target, at, note
    history.record(seat, move.name, move.label, by=by, at=at, note=note, finished=finished_note)
    post.write("panel_left", to=seat.email, at=at, seat=seat, call=call, year=call.year, note=note)
    return _hand_on(call, seat, by, at, finished_note)


def hand_on(seat: Seat, by: Person, at: datetime, finished_note: str = "") -> Assigned:
    """Give the open sheets of somebody who has left (退任を申し出た) to others."""
    call = locked(Call, seat.call_id)
    seat = locked(Seat, seat.id)
    if seat.state is not SeatState.LEFT:
        raise Refused("退任していない委員の採点票は、割り当て直せません。先に退任としてください。")
    if not (open_sheets(seat) or finished_note):
        raise Refused("割り当て直す採点票はありません。")
    return _hand_on(call, seat, by, at, finished_note)


def open_sheets(seat: Seat) -> int:
    """Count the sheets of a seat that are still open, on candidates under review."""
    return len(_sheets(seat, OPEN_SHEET))


def finished_sheets(seat: Seat) -> int:
    """Count the finished sheets of a seat, on candidates under review."""
    return len(_sheets(seat, FINISHED))


def _sheets(seat: Seat, states: frozenset[SheetState]) -> list[Sheet]:
    return list(
        db.session.scalars(
            select(Sheet)
            .join(Sheet.candidacy)
            .join(Candidacy.application)
            .where(
                Application.call_id == seat.call_id,
                Sheet.reviewer_id == seat.person_id,
                Sheet.state.in_(states),
                Candidacy.state.in_(REVIEWING),
            )
            .order_by(Sheet.id)
        )
    )


def _hand_on(call: Call, seat: Seat, by: Person, at: datetime, finished_note: str) -> Assigned:
    finished = _sheets(seat, FINISHED) if finished_note.strip() else []
    touched = {sheet.candidacy_id for sheet in (*finished, *_sheets(seat, OPEN_SHEET))}
    for sheet in finished:
        label = f"確定した採点票を除外する（{seat.known_as}委員）"
        history.record(sheet.candidacy, "void", label, by=by, at=at, note=finished_note)
    taking.take_back(finished)
    db.session.flush()
    if not touched:
        return Assigned(0, [])
    found = [one for one in candidates_of(call, REVIEWING) if one.id in touched]
    given = fill(call, found, panel_of(call, found, at), by, at)
    return Assigned(given.count, given.gaps, given.taken + len(finished))
