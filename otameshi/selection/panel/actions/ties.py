"""利害関係の申告 in the reviewer's words, and what an officer makes of a sign."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi import history
from otameshi.applications.models import Application
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.people import Person
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.panel.actions import taking
from otameshi.selection.panel.actions.bench import bench, seat_of
from otameshi.selection.panel.models import Ruling, Seat, Tie
from otameshi.selection.panel.rules import (
    SeatState,
    TieKind,
    Verdict,
    must_be_reasoned,
    must_not_be_too_many,
)
from otameshi.selection.panel.signs import Kind
from otameshi.selection.rules import COUNTED, REVIEWING


def add(seat: Seat, declared: Mapping[TieKind, Sequence[str]], at: datetime) -> list[Tie]:
    """Add what was not declared before."""
    known = {(tie.kind, tie.words) for tie in seat.ties if tie.withdrawn_at is None}
    new = [
        Tie(kind=kind, words=words, declared_at=at)
        for kind, names in declared.items()
        for words in names
        if (kind, words) not in known
    ]
    must_not_be_too_many([*(words for _, words in known), *(tie.words for tie in new)])
    seat.ties.extend(new)
    return new


def declare(
    seat: Seat, declared: Mapping[TieKind, Sequence[str]], by: Person, at: datetime
) -> list[str]:
    """Declare more; return the numbers of the candidates whose sheets are taken back for it."""
    seat = _own(seat, by)
    new = add(seat, declared, at)
    if not new:
        raise Refused("新しく申告する会社・団体、人、市町村を入力してください。")
    words = [f"{tie.kind.label}「{tie.words}」" for tie in new]
    history.record(seat, "declare", "利害関係を申告する", by=by, at=at, declared=words)
    numbers = _take_sheets(near_sheets(seat), by, at, "利害関係を申告したため")
    if numbers:
        post.write(
            "panel_conflict_office",
            to=seat.call.year.email,
            at=at,
            seat=seat,
            call=seat.call,
            year=seat.call.year,
            numbers=numbers,
        )
    return numbers


def _take_sheets(sheets: Sequence[Sheet], by: Person, at: datetime, note: str) -> list[str]:
    """Take back what somebody too near has: what was finished is set aside, and does not count."""
    label = "採点票を利害関係のため取り消す"
    for one in sheets:
        name = one.reviewer.name
        history.record(one.candidacy, "release", label, by=by, at=at, note=note, reviewer=name)
    numbers = [one.candidacy.application.number or "" for one in sheets]
    taking.take_back(sheets)
    return numbers


def take_back(tie: Tie, by: Person, at: datetime) -> None:
    """Take a declaration back that was a mistake; the history keeps it."""
    seat = _own(tie.seat, by)
    if tie.withdrawn_at is not None:
        raise Refused("この申告は、すでに取り消されています。")
    tie.withdrawn_at = at
    words = f"{tie.kind.label}「{tie.words}」"
    history.record(seat, "undeclare", "利害関係の申告を取り消す", by=by, at=at, declared=words)


def _own(seat: Seat, by: Person) -> Seat:
    seat = locked(Seat, seat.id)
    if seat.person_id != by.id or seat.state is not SeatState.ACCEPTED:
        raise Refused("委嘱を承諾した本人だけが申告できます。")
    return seat


def near_sheets(seat: Seat) -> list[Sheet]:
    """Return the sheets of a seat, open and finished, whose candidates are too near."""
    panel = bench(seat.call, [seat], with_past=False)
    return [one for one in _sheets(seat) if seat.person_id in panel.standing(one.candidacy)]


def _sheets(seat: Seat) -> Sequence[Sheet]:
    query = (
        select(Sheet)
        .join(Sheet.candidacy)
        .join(Candidacy.application)
        .where(
            Application.call_id == seat.call_id,
            Sheet.reviewer_id == seat.person_id,
            Sheet.state.in_(COUNTED),
            Candidacy.state.in_(REVIEWING),
        )
        .options(joinedload(Sheet.candidacy), selectinload(Sheet.scores))
        .order_by(Sheet.id)
    )
    return db.session.scalars(query).unique().all()


def rule(  # of whom and what, which verdict, why, who, when
    reviewer: Person,
    candidacy: Candidacy,
    verdict: Verdict | None,
    note: str,
    by: Person,
    at: datetime,
) -> None:
    """Add a conflict, or lift those found (`Verdict`), with a reason; None: as found by itself."""
    must_be_reasoned(note)
    candidacy = locked(Candidacy, candidacy.id)
    call = candidacy.application.call
    seat = seat_of(reviewer, call.id)
    if seat is None:
        raise Refused("この募集回の選考委員ではありません。")
    known = db.session.scalar(
        select(Ruling).where(Ruling.reviewer_id == reviewer.id, Ruling.candidacy_id == candidacy.id)
    )
    covers: list[str] = []
    if verdict is Verdict.LIFTED:
        covers = _lifted(seat, candidacy)
    if known is not None:
        db.session.delete(known)
        db.session.flush()
    elif verdict is None:
        raise Refused("取り消す判断はありません。")
    if verdict is not None:
        db.session.add(
            Ruling(
                reviewer=reviewer, candidacy=candidacy, verdict=verdict, note=note,
                covers=covers, person=by, at=at,
            )
        )  # fmt: skip
    if verdict is Verdict.ADDED:
        mine = [one for one in _sheets(seat) if one.candidacy_id == candidacy.id]
        _take_sheets(mine, by, at, note)
    label = f"利害関係：{verdict.label if verdict else '判断を取り消す'}（{reviewer.name}委員）"
    act = f"conflict_{verdict}" if verdict else "conflict_undone"
    history.record(candidacy, act, label, by=by, at=at, note=note, covers=covers)


def _lifted(seat: Seat, candidacy: Candidacy) -> list[str]:
    signs = bench(seat.call, [seat]).found(candidacy).get(seat.person_id or 0, ())
    if not signs:
        raise Refused("自動で見つかった利害関係はありません。")
    if any(sign.kind in {Kind.SELF, Kind.RECUSED} for sign in signs):
        raise Refused("本人の応募と、委員が自ら辞退した採点は、利害関係から外せません。")
    return [sign.key for sign in signs]
