"""What the office changes while a group takes part: days, base, members, and its end."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from otameshi import history
from otameshi.core.period import Period
from otameshi.core.roles import Role
from otameshi.core.states import Move, Refused
from otameshi.db import locked, unchanged
from otameshi.participation.actions.accepting import place
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import (
    PARTICIPATION,
    State,
    must_fit,
    must_have_room,
    must_join_within,
    must_leave_somebody,
    must_leave_within,
    must_run_forward,
)
from otameshi.people import Person

# Later stages that count the heads of a group hear of a member who joined.
JOINED: list[Callable[[Participation, datetime], None]] = []


def finish(group: Participation, by: Person, at: datetime, version: int | None = None) -> None:
    """Close a stay that ran its time."""
    group, move = _open(group, "finish", by, "", version)
    _take(group, move, by, at, "")


def leave(  # who, what, when, since when, why, and the page's version
    group: Participation,
    by: Person,
    at: datetime,
    left_on: date,
    note: str,
    version: int | None = None,
) -> None:
    """Note that the whole group gave up before its time; its stay ends on that day."""
    group, move = _open(group, "leave", by, note, version)
    must_leave_within(left_on, group.first_day, group.period)
    _take(group, move, by, at, note, left_on=left_on, last_day_before=group.last_day)
    group.last_day = left_on
    for one in group.people:
        if one.left_on is None:
            one.left_on = max(left_on, one.joined_on)


def member_left(  # who, what, when, since when, why, and the page's version
    participant: Participant,
    by: Person,
    at: datetime,
    left_on: date,
    note: str,
    version: int | None = None,
) -> None:
    """Note the last day of one member; the others go on."""
    group, move = _open(participant.group, "member_left", by, note, version)
    if participant.left_on is not None:
        raise Refused(f"{participant.name}の離脱は、すでに記録されています。")
    others = [one for one in group.people if one is not participant]
    must_leave_somebody(any(one.left_on is None for one in others))
    must_leave_within(left_on, participant.joined_on, group.period)
    _take(group, move, by, at, note, member=participant.name, left_on=left_on)
    participant.left_on = left_on


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who becomes a member while the group already takes part."""

    name: str
    kana: str
    birth_date: date | None
    prefecture: str
    occupation: str
    joined_on: date


def member_joined(  # which group, who, who records it, when, why, and the page's version
    group: Participation,
    who: Joining,
    by: Person,
    at: datetime,
    note: str,
    version: int | None = None,
) -> Participant:
    """Note a member who joins mid-way; the group never grows over the year's limit."""
    group, move = _open(group, "member_joined", by, note, version)
    must_join_within(who.joined_on, group.period)
    must_have_room(group.memberships, who.joined_on, group.year.terms)
    if who.name in {one.name for one in group.people}:
        raise Refused(f"{who.name}は、すでにメンバーとして記録されています。")
    position = max((one.position for one in group.people), default=0) + 1
    participant = Participant(position=position, **asdict(who))
    group.people.append(participant)
    for hear in JOINED:
        hear(group, at)
    _take(group, move, by, at, note, member=who.name, joined_on=who.joined_on)
    return participant


def record_contract(  # which group, from when to when, who, when, and the page's version
    group: Participation,
    first: date | None,
    last: date | None,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Keep the days of the base's contract; the group writes them itself, or the office."""
    group = locked(Participation, group.id)
    unchanged(group, version)
    if group.representative_id != by.id and not by.has(Role.OFFICER):
        raise Refused("拠点の契約は、組の代表者が記録してください。")
    must_run_forward(first, last)
    before = [group.contract_first, group.contract_last]
    group.contract_first, group.contract_last = first, last
    label = "拠点の契約期間を記録"
    history.record(group, "contract", label, by=by, at=at, before=before, after=[first, last])


def redate(  # who, what, when, the new days, why, and the page's version
    group: Participation,
    by: Person,
    at: datetime,
    stay: Period,
    note: str,
    version: int | None = None,
) -> None:
    """Change the days of a stay, with the reason; members of the first day move with it."""
    group, move = _open(group, "redate", by, note, version)
    must_fit(stay.first, stay.last, group.year.terms, note)
    if any(one.left_on is not None and one.left_on not in stay for one in group.people):
        raise Refused("期間の外に出るメンバーの離脱日があります。期間を確かめてください。")
    before = [group.first_day, group.last_day]
    _take(group, move, by, at, note, before=before, after=[stay.first, stay.last])
    for one in group.people:
        one.joined_on = stay.first if one.joined_on <= group.first_day else one.joined_on
    group.first_day, group.last_day = stay.first, stay.last


def rebase(  # noqa: PLR0913  # who, what, when, where to, why, and the page's version
    group: Participation,
    by: Person,
    at: datetime,
    *,
    host_id: int,
    office_id: int | None,
    base_address: str,
    note: str,
    version: int | None = None,
) -> None:
    """Change the town, the office or the address of a base, with the reason."""
    group, move = _open(group, "rebase", by, note, version)
    host, office = place(group.year, host_id, office_id)
    before = [group.host.name if group.host else "", group.base_address]
    after = [host.name, base_address]
    _take(group, move, by, at, note, before=before, after=after)
    group.host, group.office, group.base_address = host, office, base_address


def _open(
    group: Participation, name: str, by: Person, note: str, version: int | None
) -> tuple[Participation, Move[State]]:
    group = locked(Participation, group.id)
    unchanged(group, version)
    return group, PARTICIPATION.choose(name, by.roles, group.state, note)


def _take(  # which move, who, when, why, and its particulars
    group: Participation, move: Move[State], by: Person, at: datetime, note: str, **facts: object
) -> None:
    group.state = move.target
    history.record(group, move.name, move.label, by=by, at=at, note=note, **facts)
