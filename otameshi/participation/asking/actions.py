"""A group asks, takes back; the office accepts, which does what was asked, or declines."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.period import Period
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.documents import post
from otameshi.participation import actions as participation
from otameshi.participation.actions.accepting import place
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.asking.rules import (
    REQUEST,
    Kind,
    Member,
    Proposal,
    State,
    must_be_possible,
    must_be_the_only,
    must_say_why,
    must_take_part,
)
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import How
from otameshi.participation.rules import State as GroupState
from otameshi.people import Person


def ask(  # which group, what, who, when, why, and the page's version
    group: Participation,
    asked: Proposal,
    by: Person,
    at: datetime,
    note: str,
    version: int | None = None,
) -> ParticipationRequest:
    """Ask the office for a change; what it could not accept either is refused at once."""
    group = locked(Participation, group.id)
    unchanged(group, version)
    if group.representative_id != by.id:
        raise Refused("変更の申出は、組の代表者が行ってください。")
    must_take_part(group.state)
    must_say_why(note)
    must_be_the_only(asked.kind, open_kinds(group))
    _must_be_possible(group, asked, note)
    row = ParticipationRequest(group=group, note=note, asked_at=at, **asdict(asked))
    db.session.add(row)
    history.record(row, "ask", f"{asked.kind.label}を申し出る", by=by, at=at, note=note)
    _tell_office(row, at)
    return row


def accept(  # which request, who, when, what is said to it, and the page's version
    row: ParticipationRequest, by: Person, at: datetime, note: str = "", version: int | None = None
) -> None:
    """Do what was asked for, and say so, in one transaction."""
    row = _answered(row, "accept", by, at, note, version)
    if row.kind is not Kind.WITHDRAWAL:  # which takes its own locks, in their order
        locked(Participation, row.participation_id)
    _must_be_possible(row.group, row.proposal, row.note)
    DO[row.kind](row, by, at)
    if row.group.state is not GroupState.DECLINED:  # who never began is told of it already
        _tell(row, "participation_request_accepted", at)


def decline(
    row: ParticipationRequest, by: Person, at: datetime, note: str, version: int | None = None
) -> None:
    """Answer with the reason why not; nothing changes."""
    row = _answered(row, "decline", by, at, note, version)
    _tell(row, "participation_request_declined", at)


def take_back(
    row: ParticipationRequest, by: Person, at: datetime, version: int | None = None
) -> None:
    row = locked(ParticipationRequest, row.id)
    unchanged(row, version)
    move = REQUEST.choose("take_back", by.roles, row.state)
    if row.group.representative_id != by.id:
        raise Refused("申出は、組の代表者が取り下げてください。")
    row.state = move.target
    history.record(row, move.name, move.label, by=by, at=at)


def open_kinds(group: Participation) -> set[Kind]:
    """Return the kinds of which a request of the group waits for its answer."""
    query = select(ParticipationRequest.kind).where(
        ParticipationRequest.participation_id == group.id,
        ParticipationRequest.state == State.ASKED,
    )
    return set(db.session.scalars(query))


def _answered(  # which request and move, who, when, what is said to it, and the page's version
    row: ParticipationRequest, name: str, by: Person, at: datetime, note: str, version: int | None
) -> ParticipationRequest:
    row = locked(ParticipationRequest, row.id)
    unchanged(row, version)
    move = REQUEST.choose(name, by.roles, row.state, note)
    row.state, row.answer = move.target, note
    row.answered_by, row.answered_at = by, at
    history.record(row, move.name, move.label, by=by, at=at, note=note)
    return row


def _must_be_possible(group: Participation, asked: Proposal, note: str) -> None:
    if asked.host_id is not None:
        place(group.year, asked.host_id, asked.office_id)
    who = next((one for one in group.people if one.id == asked.participant_id), None)
    others = [one for one in group.people if one is not who]
    others_stay = any(one.left_on is None for one in others)
    member = None
    if who is not None:
        member = Member(who.joined_on, left=who.left_on is not None, others_stay=others_stay)
    must_be_possible(asked, group.period, group.year.terms, note, member)


def _why(row: ParticipationRequest) -> str:
    return f"申出による：{row.note}"


def _redate(row: ParticipationRequest, by: Person, at: datetime) -> None:
    first = row.first_day or row.group.first_day
    stay = Period(first, row.last_day or row.group.last_day)
    participation.redate(row.group, by, at, stay, _why(row))


def _withdraw(row: ParticipationRequest, by: Person, at: datetime) -> None:
    if day_in_japan(at) < row.group.first_day:
        participation.cancel(row.group, by, at, How.PAPER, _why(row))
        return
    participation.leave(row.group, by, at, row.last_day or row.group.last_day, _why(row))


def _rebase(row: ParticipationRequest, by: Person, at: datetime) -> None:
    participation.rebase(
        row.group,
        by,
        at,
        host_id=row.host_id or 0,
        office_id=row.office_id,
        base_address=row.base_address,
        note=_why(row),
    )


def _let_go(row: ParticipationRequest, by: Person, at: datetime) -> None:
    who = db.session.get_one(Participant, row.participant_id)
    participation.member_left(who, by, at, row.last_day or row.group.last_day, _why(row))


DO: dict[Kind, Callable[[ParticipationRequest, Person, datetime], None]] = {
    Kind.PERIOD: _redate,
    Kind.EARLY_END: _redate,
    Kind.WITHDRAWAL: _withdraw,
    Kind.BASE: _rebase,
    Kind.MEMBER_LEAVING: _let_go,
}


def _tell(row: ParticipationRequest, kind: str, at: datetime) -> None:
    group = row.group
    post.write(kind, to=group.representative, at=at, request=row, group=group, year=group.year)


def _tell_office(row: ParticipationRequest, at: datetime) -> None:
    group = row.group
    kind = "participation_request_office"
    post.write(kind, to=group.year.email, at=at, request=row, group=group, year=group.year)
