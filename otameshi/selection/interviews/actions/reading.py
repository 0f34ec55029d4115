"""What is read of the interviews: whose, which slots are free, who left which one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db
from otameshi.people import Person, digest
from otameshi.programme.models import Call
from otameshi.selection.interviews.marks import marks, round_of
from otameshi.selection.interviews.models import (
    Interview,
    InterviewLink,
    InterviewRecusal,
    InterviewRound,
    InterviewSeat,
    InterviewSlot,
)
from otameshi.selection.interviews.rules import HOLDS_A_SLOT, State
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import PROPOSED, REVIEWING

__all__ = ["marks", "round_of"]

WHOLE = (
    joinedload(Interview.round).joinedload(InterviewRound.call).joinedload(Call.year),
    joinedload(Interview.candidacy)
    .joinedload(Candidacy.application)
    .options(joinedload(Application.applicant), selectinload(Application.members)),
    joinedload(Interview.slot).selectinload(InterviewSlot.seats).joinedload(InterviewSeat.person),
    selectinload(Interview.recusals).joinedload(InterviewRecusal.person),
)


def of_round(held: InterviewRound) -> Select[Interview]:
    """Select a round's interviews, each with its slot and panel; withdrawn applications too."""
    return (
        select(Interview)
        .where(Interview.round_id == held.id)
        .options(*WHOLE)
        .order_by(Interview.id)
    )


def by_id(interview_id: int) -> Select[Interview]:
    return select(Interview).where(Interview.id == interview_id).options(*WHOLE)


def own(person: Person) -> Select[Interview]:
    """Select the interviews to which a person was invited as the applicant."""
    return (
        select(Interview)
        .join(Interview.candidacy)
        .join(Candidacy.application)
        .where(Application.applicant_id == person.id)
        .options(*WHOLE)
    )


def told_to(person: Person) -> Select[Interview]:
    """Select what the own page tells: the state, until when one chooses, the booked time."""
    return (
        select(Interview)
        .join(Interview.candidacy)
        .join(Candidacy.application)
        .where(Application.applicant_id == person.id)
        .options(joinedload(Interview.round), joinedload(Interview.slot))
    )


def of_candidacy(candidacy: Candidacy) -> Interview | None:
    query = select(Interview).where(Interview.candidacy_id == candidacy.id)
    return db.session.scalar(query.options(joinedload(Interview.slot)))


def seated(person: Person) -> Select[Interview]:
    """Select what a person of the panel is at, or left, in the order of time."""
    return (
        select(Interview)
        .join(Interview.slot)
        .where(
            exists().where(
                InterviewSeat.slot_id == Interview.slot_id, InterviewSeat.person_id == person.id
            )
        )
        .options(*WHOLE, selectinload(Interview.records))
        .order_by(InterviewSlot.starts_at, Interview.id)
    )


def linked(token: str) -> InterviewLink | None:
    """Return the link of a token, also one that opens nothing any more."""
    return db.session.scalar(
        select(InterviewLink)
        .where(InterviewLink.token_hash == digest(token))
        .options(joinedload(InterviewLink.interview).options(*WHOLE))
    )


def opened(token: str, at: datetime) -> Interview | None:
    """Return the interview that a personal link opens now."""
    link = linked(token)
    if link is None or link.revoked_at is not None:
        return None
    one = link.interview
    live = one.fact.opened_by_link(one.round.terms, at)
    return one if live and under_way(one.candidacy) else None


def under_way(candidacy: Candidacy) -> bool:
    """Whether the candidate is still being weighed: afterwards no time is chosen or changed."""
    submitted = candidacy.application.state is ApplicationState.SUBMITTED
    return submitted and candidacy.state in REVIEWING | PROPOSED


def slots(held: InterviewRound) -> Sequence[InterviewSlot]:
    """Return all slots of a round in the order of time, with the panel of each."""
    return db.session.scalars(
        select(InterviewSlot)
        .where(InterviewSlot.round_id == held.id)
        .options(selectinload(InterviewSlot.seats).joinedload(InterviewSeat.person))
        .order_by(InterviewSlot.starts_at, InterviewSlot.place_id)
    ).all()


def free(held: InterviewRound, at: datetime) -> Sequence[InterviewSlot]:
    """Return the slots to come that nobody holds, in the order of time."""
    return db.session.scalars(
        select(InterviewSlot)
        .where(
            InterviewSlot.round_id == held.id,
            InterviewSlot.starts_at > at,
            ~exists().where(Interview.slot_id == InterviewSlot.id),
        )
        .order_by(InterviewSlot.starts_at, InterviewSlot.place_id)
    ).all()


def counted(rounds: Sequence[InterviewRound]) -> dict[int, dict[State, int]]:
    """Count the interviews of each round by state, in one statement."""
    found: dict[int, dict[State, int]] = {one.id: {} for one in rounds}
    rows = db.session.execute(
        select(Interview.round_id, Interview.state, func.count())
        .where(Interview.round_id.in_(found))
        .group_by(Interview.round_id, Interview.state)
    )
    for round_id, state, count in rows:
        found[round_id][state] = count
    return found


def wishes() -> int:
    """Count the candidates for whom no slot does and who wait for the office's answer."""
    query = select(func.count()).select_from(Interview).where(Interview.state == State.ASKED)
    return db.session.scalar(query) or 0


@dataclass(frozen=True, slots=True)
class Absence:
    """One of the panel who left an interview for a conflict of interest (利害関係)."""

    candidacy: Candidacy
    person: str
    reason: str


def absences(call: Call) -> list[Absence]:
    """Say who left which interview and why, for the pages and the minutes (会議録)."""
    held = round_of(call)
    if held is None:
        return []
    query = of_round(held).where(Interview.state.in_(HOLDS_A_SLOT))
    found = db.session.scalars(query).unique()
    return [
        Absence(one.candidacy, gone.person.name, gone.reason)
        for one in found
        for gone in one.recusals
        if one.slot and any(seat.person_id == gone.person_id for seat in one.slot.seats)
    ]


def booked(held: InterviewRound) -> Select[Interview]:
    """Select who comes when: the booked, the heard and the absent, in the order of time."""
    return (
        select(Interview)
        .join(Interview.slot)
        .where(Interview.round_id == held.id, Interview.state.in_(HOLDS_A_SLOT))
        .options(*WHOLE)
        .order_by(InterviewSlot.starts_at, InterviewSlot.place_id)
    )
