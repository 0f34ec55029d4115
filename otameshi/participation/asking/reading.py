"""Whose requests one sees, and what each asks for in words: as it is, and as it would be."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.roles import OFFICE
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.asking.rules import Kind, State
from otameshi.participation.models import Participation
from otameshi.people import Person


def waiting_of(group: Participation) -> Select[ParticipationRequest]:
    """Select what a group asked for and was not answered yet."""
    return select(ParticipationRequest).where(
        ParticipationRequest.participation_id == group.id,
        ParticipationRequest.state == State.ASKED,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


def visible_to(person: Person) -> Select[ParticipationRequest]:
    """Select all for the office, the oldest first; for anybody else those of the own groups."""
    query = (
        select(ParticipationRequest)
        .join(ParticipationRequest.group)
        .options(
            joinedload(ParticipationRequest.group).options(
                joinedload(Participation.year),
                joinedload(Participation.representative),
                joinedload(Participation.host),
                joinedload(Participation.office),
                selectinload(Participation.people),
            ),
            joinedload(ParticipationRequest.host),
            joinedload(ParticipationRequest.office),
            joinedload(ParticipationRequest.participant),
        )
        .order_by(ParticipationRequest.id)
    )
    if person.roles & OFFICE:
        return query
    return query.where(Participation.representative_id == person.id)


def listed(person: Person, state: State | None) -> Select[ParticipationRequest]:
    query = visible_to(person)
    return query if state is None else query.where(ParticipationRequest.state == state)


def differences(one: ParticipationRequest) -> list[Difference]:
    """Return what would change; once it is answered, only what was asked for."""
    found = list(_differences(one))
    if one.state is State.ASKED:
        return found
    return [Difference(each.label, "", each.after) for each in found]


def _differences(one: ParticipationRequest) -> list[Difference]:
    group = one.group
    match one.kind:
        case Kind.PERIOD:
            return [
                Difference("開始日", _day(group.first_day), _day(one.first_day)),
                Difference("終了日", _day(group.last_day), _day(one.last_day)),
            ]
        case Kind.EARLY_END | Kind.WITHDRAWAL:
            return [Difference("終了日", _day(group.last_day), _day(one.last_day))]
        case Kind.BASE:
            return [
                Difference("市町村", _name(group.host), _name(one.host)),
                Difference("連携オフィス", _name(group.office), _name(one.office)),
                Difference("拠点の住所", group.base_address or "—", one.base_address or "—"),
            ]
        case Kind.MEMBER_LEAVING:
            who = one.participant.name if one.participant else "—"
            return [Difference(f"{who}の最後の日", "—", _day(one.last_day))]


def _name(row: object) -> str:
    return str(getattr(row, "name", "—"))


def _day(day: date | None) -> str:
    return "—" if day is None else f"{day.year}年{day.month}月{day.day}日"
