"""Who judges whom: named one by one, or shared out evenly, conflicts left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.actions.pile import living
from otameshi.selection.actions.reading import of_call, progress, reviewers
from otameshi.selection.assignment import share_out
from otameshi.selection.conflicts import conflict
from otameshi.selection.models import Candidacy, Sheet, party
from otameshi.selection.rules import (
    COUNTED,
    OPEN_SHEET,
    REVIEWING,
    must_be_explained,
    must_be_under_review,
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many sheets were given out, and why some could not be."""

    count: int
    gaps: Sequence[str]


def assign(candidacy: Candidacy, reviewer: Person, by: Person, at: datetime) -> Sheet:
    """Name one reviewer. Refused: a conflict, a second sheet, a candidate not under review."""
    candidacy = living(candidacy)
    must_be_under_review(candidacy.state)
    if not (reviewer.has(Role.REVIEWER) and reviewer.is_active):
        raise Refused("選考委員として登録されている人を選んでください。")
    if any(sheet.reviewer_id == reviewer.id for sheet in candidacy.sheets):
        raise Refused(f"{reviewer.name}には、すでに割り当てたことがあります。")
    reason = conflict(party(reviewer), candidacy.party)
    if reason:
        raise Refused(f"{reviewer.name}は{reason}。利害関係のない選考委員を選んでください。")
    sheet = _give(candidacy, reviewer, by, at)
    _tell(reviewer, [candidacy], at)
    return sheet


def assign_all(call: Call, by: Person, at: datetime) -> Assigned:
    """Fill every candidate under review up to the year's number of reviewers, loads even."""
    locked(Call, call.id)
    pool = reviewers()
    if not pool:
        raise Refused("選考委員が登録されていません。「職員・権限」から招待してください。")
    candidates = db.session.scalars(of_call(call).where(Candidacy.state.in_(REVIEWING)))
    by_id = {one.id: one for one in candidates.unique()}
    reasons = {key: _conflicts(one, pool) for key, one in by_id.items()}
    plan = share_out(
        {key: _open_to(one, pool, reasons[key]) for key, one in by_id.items()},
        {key: max(0, call.year.reviewers_each - _counted(one)) for key, one in by_id.items()},
        {load.reviewer.id: load.given for load in progress(call) if load.reviewer in pool},
    )
    people = {one.id: one for one in pool}
    mine = defaultdict(list)
    for candidacy_id, reviewer_id in plan.pairs:
        _give(by_id[candidacy_id], people[reviewer_id], by, at)
        mine[reviewer_id].append(by_id[candidacy_id])
    for reviewer_id, given in mine.items():
        _tell(people[reviewer_id], given, at)
    gaps = [_gap(by_id[key], lacking, reasons[key]) for key, lacking in plan.lacking.items()]
    return Assigned(len(plan.pairs), gaps)


def release(sheet: Sheet, by: Person, at: datetime, note: str) -> None:
    """Take a sheet that is not finished back from a reviewer who drops out; needs a reason."""
    sheet = locked(Sheet, sheet.id)
    if sheet.state not in OPEN_SHEET:
        raise Refused("確定または辞退した採点票は、取り消せません。")
    must_be_explained(["割り当ての取り消し"], note)
    candidacy = living(sheet.candidacy)
    label = "採点の割り当てを取り消す"
    history.record(
        candidacy, "release", label, by=by, at=at, note=note, reviewer=sheet.reviewer.name
    )
    candidacy.sheets.remove(sheet)


def _give(candidacy: Candidacy, reviewer: Person, by: Person, at: datetime) -> Sheet:
    sheet = Sheet(candidacy=candidacy, reviewer=reviewer)
    db.session.add(sheet)
    label = "採点を割り当てる"
    history.record(candidacy, "assign", label, by=by, at=at, reviewer=reviewer.name)
    return sheet


def _tell(reviewer: Person, given: Sequence[Candidacy], at: datetime) -> None:
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


def _conflicts(candidacy: Candidacy, pool: Sequence[Person]) -> dict[int, str]:
    found = ((one, conflict(party(one), candidacy.party)) for one in pool)
    return {one.id: f"{one.name}は{reason}" for one, reason in found if reason}


def _open_to(
    candidacy: Candidacy, pool: Sequence[Person], reasons: dict[int, str]
) -> frozenset[int]:
    had = {sheet.reviewer_id for sheet in candidacy.sheets}
    return frozenset(one.id for one in pool if one.id not in had and one.id not in reasons)


def _counted(candidacy: Candidacy) -> int:
    return sum(sheet.state in COUNTED for sheet in candidacy.sheets)


def _gap(candidacy: Candidacy, lacking: int, reasons: dict[int, str]) -> str:
    why = f"（除いた選考委員：{'、'.join(reasons.values())}）" if reasons else ""
    number = candidacy.application.number
    return f"{number} {candidacy.title}：割り当てられる選考委員が{lacking}名足りません{why}。"
