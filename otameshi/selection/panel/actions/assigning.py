"""Who judges whom: named one by one, or shared out evenly among the panel, conflicts left out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.actions.pile import living
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.panel.actions import taking
from otameshi.selection.panel.actions.bench import bench, candidates_of, seats_of
from otameshi.selection.panel.assignment import Plan, share_out
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import ACCEPTED, shortfall
from otameshi.selection.panel.signs import Sign
from otameshi.selection.rules import (
    COUNTED,
    OPEN_SHEET,
    REVIEWING,
    must_be_explained,
    must_be_under_review,
)

ASSIGN = "採点を割り当てる"
Standing = Mapping[int, tuple[Sign, ...]]


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many sheets were given out and taken back, and why some could not be given."""

    count: int
    gaps: Sequence[str]
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Panel:
    """Who may be given a sheet today, and what keeps each from each candidate."""

    seats: Mapping[int, Seat]  # by the reviewer's person
    standing: Mapping[int, Standing]  # by candidate
    off: Mapping[int, str] = field(default_factory=dict)  # accepted, but not today

    def open_to(self, candidacy: Candidacy) -> frozenset[int]:
        had = {sheet.reviewer_id for sheet in candidacy.sheets}
        return frozenset(self.seats) - had - set(self.standing[candidacy.id])

    def holds(self, sheet: Sheet) -> bool:
        """Whether an open sheet is with somebody who may go on with it."""
        kept_from = self.standing[sheet.candidacy_id]
        return sheet.reviewer_id in self.seats and sheet.reviewer_id not in kept_from


def panel_of(call: Call, candidates: Collection[Candidacy], at: datetime) -> Panel:
    """Return who may judge these candidates of a call today."""
    query = seats_of(call).where(Seat.state.in_(ACCEPTED))
    accepted = list(db.session.scalars(query.execution_options(populate_existing=True)).unique())
    known = bench(call, accepted)
    free, off = {}, {}
    for seat in known.seats:
        person, why = seat.person, seat.closed(day_in_japan(at))
        if person is None or not (person.is_active and person.has(Role.REVIEWER)):
            why = "選考委員としてログインできません"
        if why:
            off[seat.person_id or 0] = why
        else:
            free[seat.person_id or 0] = seat
    return Panel(free, {one.id: known.standing(one) for one in candidates}, off)


def free_for(candidacy: Candidacy, at: datetime) -> list[Person]:
    """Return the reviewers who may still be given a candidate, in the order they were seated."""
    panel = panel_of(candidacy.application.call, [candidacy], at)
    may = panel.open_to(candidacy)
    return [seat.person for key, seat in panel.seats.items() if key in may and seat.person]


def assign(candidacy: Candidacy, reviewer: Person, by: Person, at: datetime) -> Sheet:
    """Name one reviewer. Refused: not on the panel today, a conflict, the limit, a second sheet."""
    call = locked(Call, candidacy.application.call_id)
    candidacy = living(candidacy)
    must_be_under_review(candidacy.state)
    panel = panel_of(call, [candidacy], at)
    seat = panel.seats.get(reviewer.id)
    if seat is None:
        why = panel.off.get(reviewer.id, "この募集回の選考委員ではありません")
        raise Refused(f"{reviewer.name}委員は{why}。委嘱を承諾した、任期中の委員を選んでください。")
    if any(sheet.reviewer_id == reviewer.id for sheet in candidacy.sheets):
        raise Refused(f"{reviewer.name}委員には、すでに割り当てたことがあります。")
    signs = panel.standing[candidacy.id].get(reviewer.id, ())
    if signs:
        raise Refused(
            f"{reviewer.name}委員は{signs[0].words}。利害関係のない選考委員を選んでください。"
        )
    if seat.capacity is not None and _loads(call, panel)[reviewer.id] >= seat.capacity:
        raise Refused(f"{reviewer.name}委員は、担当できる上限（{seat.capacity}枚）に達しています。")
    sheet = Sheet(candidacy=candidacy, reviewer=reviewer)
    db.session.add(sheet)
    history.record(candidacy, "assign", ASSIGN, by=by, at=at, reviewers=[reviewer.name])
    _tell(reviewer, [candidacy], at)
    return sheet


def assign_all(call: Call, by: Person, at: datetime) -> Assigned:
    """Fill every candidate under review up to the year's number of reviewers, loads even.

    Open sheets of whoever has left, is off term or has a conflict now are taken back first.
    """
    call = locked(Call, call.id)
    found = candidates_of(call, REVIEWING)
    panel = panel_of(call, found, at)
    if not panel.seats:
        raise Refused(
            "委嘱を承諾した、任期中の選考委員がいません。「選考委員」のページから招待してください。"
        )
    return fill(call, found, panel, by, at)


def fill(
    call: Call, found: Sequence[Candidacy], panel: Panel, by: Person, at: datetime
) -> Assigned:
    """Take back what nobody can go on with, and share out what these candidates lack."""
    dead = [
        sheet
        for one in found
        for sheet in one.sheets
        if sheet.state in OPEN_SHEET and not panel.holds(sheet)
    ]
    lost = taking.take_back(dead)
    each = call.year.reviewers_each
    wanted = {one.id: max(0, each - _counted(one)) for one in found}
    limits = {key: seat.capacity for key, seat in panel.seats.items() if seat.capacity is not None}
    open_to = {one.id: panel.open_to(one) for one in found}
    plan = share_out(open_to, wanted, _loads(call, panel), limits)
    _give(found, plan, panel, lost, by=by, at=at)
    gaps = [_gap(one, plan, panel) for one in found if one.id in plan.lacking]
    if plan.pairs or dead or gaps:
        history.record(
            call, "assign_all", "採点を割り当てる（まとめて）", by=by, at=at,
            given=len(plan.pairs), taken=len(dead), gaps=gaps,
        )  # fmt: skip
    return Assigned(len(plan.pairs), gaps, len(dead))


def release(sheet: Sheet, by: Person, at: datetime, note: str) -> None:
    """Take a sheet that is not finished back from a reviewer; needs a reason."""
    sheet = locked(Sheet, sheet.id)
    if sheet.state not in OPEN_SHEET:
        raise Refused("確定または辞退した採点票は、取り消せません。")
    must_be_explained(["割り当ての取り消し"], note)
    candidacy = living(sheet.candidacy)
    label = "採点の割り当てを取り消す"
    name = sheet.reviewer.name
    history.record(candidacy, "release", label, by=by, at=at, note=note, reviewer=name)
    taking.take_back([sheet])


def _give(
    found: Sequence[Candidacy],
    plan: Plan,
    panel: Panel,
    lost: Mapping[int, Sequence[str]],
    *,
    by: Person,
    at: datetime,
) -> None:
    by_id = {one.id: one for one in found}
    new, mine = defaultdict(list), defaultdict(list)
    for candidacy_id, reviewer_id in plan.pairs:
        new[candidacy_id].append(panel.seats[reviewer_id].known_as)
        mine[reviewer_id].append(by_id[candidacy_id])
    if plan.pairs:
        db.session.flush()
        pairs = [{"candidacy_id": one, "reviewer_id": whose} for one, whose in plan.pairs]
        db.session.execute(insert(Sheet), pairs)
    for one in found:
        if new[one.id] or lost.get(one.id):
            db.session.expire(one, ["sheets"])
            taken = list(lost.get(one.id, ()))
            history.record(one, "assign", ASSIGN, by=by, at=at, reviewers=new[one.id], taken=taken)
    for reviewer_id, given in mine.items():
        _tell(panel.seats[reviewer_id].person, given, at)


def _tell(reviewer: Person | None, given: Sequence[Candidacy], at: datetime) -> None:
    if reviewer is None:
        return
    call = given[0].application.call
    numbers = [one.application.number for one in given]
    post.write(
        "selection_assigned",
        to=reviewer,
        at=at,
        reviewer=reviewer,
        call=call,
        year=call.year,
        numbers=numbers,
    )


def _loads(call: Call, panel: Panel) -> dict[int, int]:
    """Count the sheets that each has of a call, finished ones included."""
    loads = dict.fromkeys(panel.seats, 0)
    for reviewer_id, count in db.session.execute(taking.loads(call)):
        if reviewer_id in loads:
            loads[reviewer_id] = count
    return loads


def _counted(candidacy: Candidacy) -> int:
    return sum(sheet.state in COUNTED for sheet in candidacy.sheets)


def _gap(one: Candidacy, plan: Plan, panel: Panel) -> str:
    """Say of a candidate how many are possible, who is left out and why, and who takes no more."""
    wanted = one.application.call.year.reviewers_each
    names = {key: seat.known_as for key, seat in panel.seats.items()}
    out = [
        (names[key], signs[0].words)
        for key, signs in panel.standing[one.id].items()
        if key in names
    ]
    out += [
        (sheet.reviewer.name, f"「{sheet.state.label}」です")
        for sheet in one.sheets
        if sheet.state not in COUNTED and sheet.reviewer_id not in panel.standing[one.id]
    ]
    full = [
        (names[key], panel.seats[key].capacity or 0) for key in sorted(plan.full.get(one.id, ()))
    ]
    possible = wanted - plan.lacking[one.id]
    return shortfall(f"{one.application.number} {one.title}", (possible, wanted), out, full)
