"""Who takes which slot. A slot is locked before it is looked at: of two, the second is told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.applications.rules import owned
from otameshi.core.roles import Role
from otameshi.core.states import Move, Refused
from otameshi.db import db, unchanged
from otameshi.people import Person
from otameshi.selection.interviews.actions import telling
from otameshi.selection.interviews.actions.inviting import held_for_change
from otameshi.selection.interviews.actions.reading import linked, under_way
from otameshi.selection.interviews.models import Interview, InterviewSlot
from otameshi.selection.interviews.rules import (
    INTERVIEW,
    State,
    must_be_in_time,
    must_be_to_come,
    must_have_begun,
    reminds,
)

GONE = "このリンクは、もう使えません。事務局にお問い合わせください。"
TAKEN = "この時間は、ほかの方が先に選びました。空いている時間から選び直してください。"
NO_SLOT = "この時間は、なくなりました。空いている時間から選び直してください。"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who acts for a candidate: the applicant, signed in, or whoever holds the personal link."""

    person: Person | None = None
    token: str = ""

    @property
    def roles(self) -> Collection[Role]:
        return {Role.APPLICANT} & set(self.person.roles) if self.person else {Role.VISITOR}


def _held(interview: Interview, who: Candidate, at: datetime) -> Interview:
    row = held_for_change(interview)
    if who.person is not None:
        owned(row.candidacy.application.applicant_id, who.person.id)
    else:
        link = linked(who.token)
        live = link is not None and link.revoked_at is None and link.interview_id == row.id
        if not live or not row.fact.opened_by_link(row.round.terms, at):
            raise Refused(GONE)
    if not under_way(row.candidacy):
        raise Refused("いまは、面談の日時を変えられません。事務局にお問い合わせください。")
    return row


def _slot(row: Interview, slot_id: int, at: datetime) -> InterviewSlot:
    """Lock a slot and return it, if it is still there, still to come and still free."""
    slot = db.session.get(
        InterviewSlot, slot_id, with_for_update={"of": InterviewSlot}, populate_existing=True
    )
    if slot is None or slot.round_id != row.round_id:
        raise Refused(NO_SLOT)
    holder = db.session.scalar(select(Interview.id).where(Interview.slot_id == slot.id))
    if holder == row.id:
        raise Refused("すでに、この日時に決まっています。")
    if holder is not None:
        raise Refused(TAKEN)
    must_be_to_come(slot.span, at)
    return slot


def choose(interview: Interview, slot_id: int, who: Candidate, at: datetime) -> None:
    """Take a slot, or another one, until the round's dates; the slot before is free again."""
    row = _held(interview, who, at)
    move = INTERVIEW.choose("choose", who.roles, row.state)
    must_be_in_time(row.fact, row.round.terms, at)
    _book(row, _slot(row, slot_id, at), move, who.person, at)


def place(  # which slot, who decides it, why
    interview: Interview,
    slot_id: int,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Set the time for a candidate, at any time; the note stands in the letter."""
    row = held_for_change(interview, version)
    move = INTERVIEW.choose("place", by.roles, row.state)
    _book(row, _slot(row, slot_id, at), move, by, at, note)


def _label(move: Move[State], by: Person | None) -> str:
    """Say how it was done: whoever holds the link is nobody the history could name."""
    return move.label if by else f"{move.label}（個人用のリンクから）"


def _book(  # as above
    row: Interview,
    slot: InterviewSlot,
    move: Move[State],
    by: Person | None,
    at: datetime,
    note: str = "",
) -> None:
    before = row.slot
    row.slot, row.state, row.chosen_at = slot, move.target, at
    row.reminded_at = at if reminds(row.fact, row.round.terms, at) else None  # told just now
    row.sequence += 1
    was = before.words if before else ""
    where, label = slot.place.name, f"{_label(move, by)}（{slot.words}）"
    history.record(row, move.name, label, by=by, at=at, note=note, place=where, was=was)
    telling.to_candidate("interview_moved" if before else "interview_booked", row, at, note)
    telling.taken(row, before, at)


def ask(interview: Interview, wish: str, who: Candidate, at: datetime) -> None:
    """Say when it would suit, where no slot does; the office answers with a time."""
    row = _held(interview, who, at)
    move = INTERVIEW.choose("ask", who.roles, row.state)
    must_be_in_time(row.fact, row.round.terms, at)
    if not wish.strip():
        raise Refused("都合のよい日時を記入してください。")
    row.state, row.wish = move.target, wish
    history.record(row, move.name, _label(move, who.person), by=who.person, at=at, note=wish)
    telling.to_office("interview_asked_office", row, at)


def decline(interview: Interview, reason: str, who: Candidate, at: datetime) -> None:
    """Give the interview up; a slot that was held is free again."""
    row = _held(interview, who, at)
    move = INTERVIEW.choose("decline", who.roles, row.state)
    if not row.fact.may_decline(at):
        raise Refused("面談の時間を過ぎています。事務局にお知らせください。")
    row.reason = reason
    history.record(row, move.name, _label(move, who.person), by=who.person, at=at, note=reason)
    _give_up(row, move, "interview_declined", at)
    telling.to_office("interview_declined_office", row, at)


def cancel(
    interview: Interview, note: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Take the invitation back, with the reason in the letter."""
    row = held_for_change(interview, version, withdrawn_too=True)
    move = INTERVIEW.choose("cancel", by.roles, row.state, note)
    history.record(row, move.name, move.label, by=by, at=at, note=note)
    _give_up(row, move, "interview_cancelled", at, note)


def _give_up(row: Interview, move: Move[State], letter: str, at: datetime, note: str = "") -> None:
    before = row.slot
    row.slot, row.state = None, move.target
    row.sequence += 1
    db.session.flush()
    telling.to_candidate(letter, row, at, note, before, link=False)
    if before is not None:
        telling.to_panel(row, before, telling.attending(row, before), at, off=True)


def attendance(  # "came", "no_show" or "undo"
    interview: Interview,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Record who came and who did not, once the time has come; a slip is taken back."""
    row = held_for_change(interview, None)
    unchanged(row, version)
    move = INTERVIEW.choose(name, by.roles, row.state, note)
    must_have_begun(row.slot.span if row.slot else None, at)
    row.state = move.target
    history.record(row, move.name, move.label, by=by, at=at, note=note)
