"""Setting up a round: until when one chooses, where one meets, the slots, and who sits there."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.people import HeldRole, Person
from otameshi.programme.models import Call
from otameshi.selection.interviews.actions import telling
from otameshi.selection.interviews.actions.reading import round_of, slots
from otameshi.selection.interviews.models import (
    Interview,
    InterviewCriterion,
    InterviewPlace,
    InterviewRecord,
    InterviewRound,
    InterviewSeat,
    InterviewSlot,
)
from otameshi.selection.interviews.rules import PlaceKind, Span, must_be_free
from otameshi.selection.panel.actions import seats_of
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import ACCEPTED


@dataclass(frozen=True, slots=True)
class Plan:
    """What an officer sets for a round; `criteria` are (name, weight), in their order."""

    choose_until: datetime
    change_days: int
    remind_days: int
    note: str
    anchors: Sequence[str]
    criteria: Sequence[tuple[str, int]]


def set_round(
    call: Call, plan: Plan, by: Person, at: datetime, version: int | None = None
) -> InterviewRound:
    """Open the round of a call, or change it; what one marks by stays once somebody has marked."""
    locked(Call, call.id)
    held = round_of(call)
    if held is None:
        held = InterviewRound(call=call)
        db.session.add(held)
    else:
        held = locked(InterviewRound, held.id)
        unchanged(held, version)
    wanted = asdict(plan)
    criteria = [(str(name), int(weight)) for name, weight in wanted.pop("criteria")]
    for name, value in wanted.items():
        setattr(held, name, list(value) if name == "anchors" else value)
    _set_criteria(held, criteria)
    what = {**wanted, "criteria": criteria}
    history.record(held, "set_round", "面談の設定を変更", by=by, at=at, **what)
    return held


def _set_criteria(held: InterviewRound, wanted: list[tuple[str, int]]) -> None:
    if [(one.name, one.weight) for one in held.criteria] == wanted:
        return
    if not wanted:
        raise Refused("面談で見る項目を、1つ以上入力してください。")
    if held.id is not None and _marked(held):
        raise Refused("面談の記録が始まっているため、面談で見る項目は変えられません。")
    held.criteria.clear()
    db.session.flush()
    held.criteria.extend(
        InterviewCriterion(position=place, name=name, weight=weight)
        for place, (name, weight) in enumerate(wanted, start=1)
    )


def _marked(held: InterviewRound) -> bool:
    mine = InterviewRecord.interview_id == Interview.id, Interview.round_id == held.id
    return bool(db.session.scalar(select(exists().where(*mine))))


def add_place(  # what it is, who adds it, when
    held: InterviewRound, kind: PlaceKind, name: str, detail: str, by: Person, at: datetime
) -> InterviewPlace:
    place = InterviewPlace(round_id=held.id, kind=kind, name=name, detail=detail)
    db.session.add(place)
    history.record(held, "add_place", "面談の場所を加える", by=by, at=at, place=name)
    return place


def change_place(place: InterviewPlace, name: str, detail: str, by: Person, at: datetime) -> int:
    """Change what a place is called or where it is; tell all who meet there, and say how many."""
    held = locked(InterviewRound, place.round_id)
    place.name, place.detail = name, detail
    history.record(held, "change_place", "面談の場所を変更", by=by, at=at, place=name)
    there = [one for one in telling.to_come(held, at) if one.slot and one.slot.place is place]
    for one in there:
        telling.moved(one, at)
    return len(there)


def panel_of(call: Call) -> list[Person]:
    """Return who may sit in a panel: the reviewers of the call who have accepted, and officers."""
    officers = select(HeldRole.person_id).where(HeldRole.role == Role.OFFICER)
    mine = select(Seat.person_id).where(Seat.call_id == call.id, Seat.state.in_(ACCEPTED))
    return list(
        db.session.scalars(
            select(Person)
            .where(
                Person.id.in_(officers) | Person.id.in_(mine),
                Person.closed_at.is_(None),
                Person.verified_at.is_not(None),
            )
            .order_by(Person.id)
        ).unique()
    )


def _must_serve(call: Call, people: Sequence[Person], spans: Sequence[Span]) -> None:
    """Refuse a reviewer whose term (任期) does not cover the day."""
    accepted = seats_of(call).where(Seat.state.in_(ACCEPTED))
    by_person = {seat.person_id: seat for seat in db.session.scalars(accepted)}
    for person in people:
        seat_ = by_person.get(person.id)
        for one in spans if seat_ else ():
            closed = seat_.closed(day_in_japan(one.starts_at)) if seat_ else ""
            if closed:
                raise Refused(f"{person.name}は、面談の日が{closed}。ほかの人を選んでください。")


def make_slots(  # where, when, who sits there, who makes them
    place: InterviewPlace,
    spans: Sequence[Span],
    panel: Collection[int],
    by: Person,
    at: datetime,
) -> list[InterviewSlot]:
    """Make slots at one place; refused where they overlap others of it, or of somebody there."""
    held = locked(InterviewRound, place.round_id)
    if any(one.starts_at <= at for one in spans):
        raise Refused("これから先の日時を入力してください。")
    there = slots(held)
    must_be_free(spans, [one.span for one in there if one.place_id == place.id], place.name)
    people = _sitting(held.call, panel, spans)
    for person in people:
        must_be_free(spans, _of(person, there), person.name)
    made = [
        InterviewSlot(
            round_id=held.id,
            place=place,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            seats=[InterviewSeat(person=person) for person in people],
        )
        for one in spans
    ]
    db.session.add_all(made)
    words = [one.words for one in spans]
    history.record(held, "make_slots", "面談の枠を作る", by=by, at=at, slots=words)
    return made


def _sitting(call: Call, panel: Collection[int], spans: Sequence[Span]) -> list[Person]:
    people = [one for one in panel_of(call) if one.id in panel]
    if not people:
        raise Refused("面談する人を、1人以上選んでください。")
    _must_serve(call, people, spans)
    return people


def _of(person: Person, there: Sequence[InterviewSlot]) -> list[Span]:
    return [one.span for one in there if any(seat.person_id == person.id for seat in one.seats)]


def remove_slot(slot: InterviewSlot, by: Person, at: datetime) -> None:
    """Take away a slot that nobody holds."""
    slot = locked(InterviewSlot, slot.id)
    if db.session.scalar(select(exists().where(Interview.slot_id == slot.id))):
        raise Refused("この枠は予約されています。先に、予約した方の日時を変えてください。")
    held = db.session.get_one(InterviewRound, slot.round_id)
    history.record(held, "remove_slot", "面談の枠をなくす", by=by, at=at, slot=slot.words)
    db.session.delete(slot)


def seat(  # which slot, who sits there, who says so
    slot: InterviewSlot, panel: Collection[int], by: Person, at: datetime, version: int | None
) -> None:
    """Say who sits at a slot; whoever comes or goes is told when the slot is booked."""
    held = locked(InterviewRound, slot.round_id)
    slot = locked(InterviewSlot, slot.id)
    unchanged(slot, version)
    people = _sitting(held.call, panel, [slot.span])
    there = [one for one in slots(held) if one.id != slot.id]
    for person in people:
        must_be_free([slot.span], _of(person, there), person.name)
    before = [one.person for one in slot.seats]
    was, stays = {one.id for one in before}, {one.id for one in people}
    for one in list(slot.seats):
        if one.person_id not in stays:
            slot.seats.remove(one)
    slot.seats.extend(InterviewSeat(person=one) for one in people if one.id not in was)
    db.session.flush()
    names = [one.name for one in people]
    history.record(held, "seat", "面談する人を変更", by=by, at=at, slot=slot.words, panel=names)
    telling.panel_changed(slot, before, at)
