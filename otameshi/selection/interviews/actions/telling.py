"""The letters of an interview, each with the calendar file that says the same."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from otameshi.db import db
from otameshi.documents import post
from otameshi.people import Person, digest, new_token
from otameshi.selection.interviews.actions.reading import WHOLE
from otameshi.selection.interviews.documents import enclosed
from otameshi.selection.interviews.models import (
    Interview,
    InterviewLink,
    InterviewRecusal,
    InterviewRound,
    InterviewSlot,
)
from otameshi.selection.interviews.rules import BOOKED, change_until, end_in_words, in_words
from otameshi.selection.panel import actions as panel


def to_candidate(  # which letter, about what, with which calendar file
    kind: str,
    one: Interview,
    at: datetime,
    note: str = "",
    off: InterviewSlot | None = None,
    *,
    link: bool = True,
) -> None:
    """Write to the candidate; a booked time comes with its file, one given up with its end."""
    slot = off or one.slot
    person = one.candidacy.application.applicant
    files = enclosed(one, slot, person.email, at, cancelled=off is not None) if slot else ()
    post.write(
        kind,
        person,
        at,
        confidential=True,
        enclosed=files,
        token=_linked(one, at) if link else "",
        note=note,
        **_facts(one, slot),
    )


def _linked(one: Interview, at: datetime) -> str:
    """Make one more personal link; those of earlier letters go on until they are revoked."""
    token = new_token()
    one.links.append(InterviewLink(token_hash=digest(token), made_at=at))
    return token


def _facts(one: Interview, slot: InterviewSlot | None) -> dict[str, Any]:
    held = one.round
    return {
        "interview": one,
        "application": one.candidacy.application,
        "round": held,
        "call": held.call,
        "year": held.call.year,
        "slot": slot,
        "until": in_words(held.choose_until),
        "change_until": end_in_words(change_until(slot.starts_at, held.change_days))
        if slot
        else "",
    }


def to_office(kind: str, one: Interview, at: datetime) -> None:
    post.write(kind, one.round.call.year.email, at, **_facts(one, one.slot))


def to_panel(
    one: Interview, slot: InterviewSlot, people: Collection[Person], at: datetime, *, off: bool
) -> None:
    """Write to these of the panel that an interview is on, or off, at a slot."""
    for person in people:
        post.write(
            "interview_panel_off" if off else "interview_panel_on",
            person,
            at,
            confidential=True,  # the place is for those who meet there
            enclosed=enclosed(one, slot, person.email, at, cancelled=off),
            person=person,
            **_facts(one, slot),
        )


def attending(one: Interview, slot: InterviewSlot) -> list[Person]:
    """Return the panel of a slot without those who leave it for this candidate."""
    gone = {each.person_id for each in one.recusals}
    return [seat.person for seat in slot.seats if seat.person_id not in gone]


def _without(people: Sequence[Person], others: Sequence[Person]) -> list[Person]:
    """Return who is not among the others, by the row: flask-login has its own idea of equal."""
    known = {each.id for each in others}
    return [each for each in people if each.id not in known]


def find_conflicts(one: Interview, at: datetime) -> list[InterviewRecusal]:
    """Note who of the panel is too near to the candidate; what was declared stays.

    What an officer has lifted meanwhile, and who sits there no more, is dropped.
    """
    seats = one.slot.seats if one.slot else []
    near = panel.near(one.candidacy, [seat.person for seat in seats])
    for known in list(one.recusals):
        if not known.declared and known.person_id not in near:
            one.recusals.remove(known)
    known_ids = {each.person_id for each in one.recusals}
    found = []
    for seat in seats:
        reason = near.get(seat.person_id)
        if reason and seat.person_id not in known_ids:
            found.append(InterviewRecusal(person=seat.person, reason=reason, declared=False, at=at))
    one.recusals.extend(found)
    db.session.flush()
    return found


def tell_to_leave(one: Interview, gone: Sequence[InterviewRecusal], at: datetime) -> None:
    for each in gone:
        post.write(
            "interview_panel_leave",
            each.person,
            at,
            person=each.person,
            reason=each.reason,
            **_facts(one, one.slot),
        )


def taken(one: Interview, before: InterviewSlot | None, at: datetime) -> None:
    """Tell the panels that an interview has come to a slot, and has left the one before."""
    was = attending(one, before) if before else []
    gone = find_conflicts(one, at)
    stay = attending(one, one.slot) if one.slot else []
    if one.slot:
        to_panel(one, one.slot, stay, at, off=False)
    if before:
        to_panel(one, before, _without(was, stay), at, off=True)
    tell_to_leave(one, gone, at)


def moved(one: Interview, at: datetime) -> None:
    """Tell everybody that something about a booked interview is different now."""
    one.sequence += 1
    db.session.flush()
    to_candidate("interview_moved", one, at)
    if one.slot:
        to_panel(one, one.slot, attending(one, one.slot), at, off=False)


def to_come(held: InterviewRound, at: datetime) -> Sequence[Interview]:
    """Return the booked interviews of a round that are still to come."""
    return (
        db.session.scalars(
            select(Interview)
            .join(Interview.slot)
            .where(
                Interview.round_id == held.id,
                Interview.state.in_(BOOKED),
                InterviewSlot.starts_at > at,
            )
            .options(*WHOLE)
            .order_by(Interview.id)
        )
        .unique()
        .all()
    )


def panel_changed(slot: InterviewSlot, before: Sequence[Person], at: datetime) -> None:
    """Tell who comes to a booked slot and who goes, and note the conflicts of the new ones."""
    one = db.session.scalar(select(Interview).where(Interview.slot_id == slot.id).options(*WHOLE))
    if one is None or one.state not in BOOKED:
        return
    left = {each.person_id for each in one.recusals}
    was = [each for each in before if each.id not in left]
    gone = find_conflicts(one, at)
    stay = attending(one, slot)
    to_panel(one, slot, _without(stay, was), at, off=False)
    to_panel(one, slot, _without(was, stay), at, off=True)
    tell_to_leave(one, gone, at)
