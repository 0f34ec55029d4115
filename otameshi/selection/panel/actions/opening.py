"""Which sheet a reviewer may open, and who was kept from which candidate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.panel.actions.bench import bench, candidates_of, compared, seat_of, served
from otameshi.selection.panel.signs import Kind


@dataclass(frozen=True, slots=True)
class Absence:
    """A reviewer who had no part in judging a candidate, and why."""

    reviewer: Person
    candidacy: Candidacy
    reason: str


def absent(call: Call) -> list[Absence]:
    """Return who was absent for conflict (利害関係・自分の市町村) from which candidate of a call.

    In the order of the candidates' numbers; reviewers who left the panel are included.
    """
    seats = served(call)
    panel = bench(call, seats)
    people = {seat.person_id: seat.person for seat in panel.seats}
    return [
        Absence(person, one, "、".join(sign.words for sign in signs))
        for one in candidates_of(call)
        for key, signs in sorted(panel.standing(one).items())
        if (person := people.get(key)) is not None
    ]


def why_closed(reviewer: Person, sheet: Sheet, at: datetime) -> str:
    """Say why a reviewer may not open this sheet now, or "" when it is open to them.

    The earlier history (past) is looked for when sheets are given out, not at each page. A sheet
    that was given up (辞退) opens: its page shows nothing of the application.
    """
    if sheet.reviewer_id != reviewer.id:
        return "割り当てられていない応募です"
    if not (reviewer.has(Role.REVIEWER) and reviewer.is_active):
        return "選考委員の権限がありません"
    return _kept_from(reviewer, sheet.candidacy.application.call, at)(sheet.candidacy)


def closed_among(reviewer: Person, sheets: Sequence[Sheet], at: datetime) -> set[int]:
    """Return which of a reviewer's own sheets are closed to them now, for a list of many.

    The statements do not grow with the list.
    """
    keys = [sheet.candidacy_id for sheet in sheets]
    query = select(Candidacy).where(Candidacy.id.in_(keys)).options(*compared())
    by_id = {one.id: one for one in db.session.scalars(query).unique()}
    calls = {one.application.call for one in by_id.values()}
    kept_from = {call.id: _kept_from(reviewer, call, at) for call in calls}
    return {
        sheet.id
        for sheet in sheets
        if kept_from[by_id[sheet.candidacy_id].application.call_id](by_id[sheet.candidacy_id])
    }


def _kept_from(reviewer: Person, call: Call, at: datetime) -> Callable[[Candidacy], str]:
    """Return what says of a candidate of a call why it is closed to a reviewer, or ""."""
    seat = seat_of(reviewer, call.id)
    if seat is None:
        return lambda _: "この募集回の選考委員ではありません"
    closed = seat.closed(day_in_japan(at))
    if closed:
        return lambda _: closed
    known = bench(call, [seat], with_past=False)

    def signs(candidacy: Candidacy) -> str:
        found = known.standing(candidacy).get(reviewer.id, ())
        return "、".join(sign.words for sign in found if sign.kind is not Kind.RECUSED)

    return signs


def may_open(reviewer: Person, sheet: Sheet, at: datetime) -> bool:
    """Whether a reviewer may open a sheet: their own, within the term, and without a conflict."""
    return not why_closed(reviewer, sheet, at)


def note_refused(sheet: Sheet, reviewer: Person, at: datetime, why: str) -> None:
    """Keep in the candidate's history that somebody asked for a sheet that is closed to them."""
    label = "見られない採点票を開こうとした（お断りしました）"
    history.record(
        sheet.candidacy, "refused_sheet", label, by=reviewer, at=at, sheet=sheet.id, why=why
    )
