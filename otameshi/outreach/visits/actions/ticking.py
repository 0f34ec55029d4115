"""Staff say who came: those who booked, the 組, and who came without."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import rules
from otameshi.outreach.visits.actions.booking import Guest
from otameshi.outreach.visits.models import Booking, GroupVisit
from otameshi.outreach.visits.rules import Source
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class Ticks:
    """What one page said: of the rows it showed, these came; and so many 名 who are not listed."""

    shown: Collection[int]
    came: Collection[int]
    walk_ins: int


def tick(
    gathering: Gathering, ticks: Ticks, by: Person, at: datetime, version: int | None = None
) -> None:
    """Note who of those who booked came; rows that the page did not show stay as they are."""
    gathering = _opened(gathering, at, version)
    rows = db.session.scalars(
        select(Booking).where(
            Booking.gathering_id == gathering.id,
            Booking.cancelled_at.is_(None),
            Booking.id.in_(ticks.shown),
        )
    ).all()
    changed = _set(rows, {one.id: one.id in ticks.came for one in rows})
    _ticked(gathering, ticks.walk_ins, by, at, changed)


def tick_groups(
    gathering: Gathering, ticks: Ticks, by: Person, at: datetime, version: int | None = None
) -> None:
    """Note which 組 came, also one that had not signed up; the keys are of the 組."""
    gathering = _opened(gathering, at, version)
    groups = db.session.scalars(
        select(Participation.id).where(
            Participation.id.in_(ticks.shown), Participation.state.in_(TOOK_PART)
        )
    ).all()
    known = {one.participation_id: one for one in _group_rows(gathering)}
    for group_id in groups:
        if group_id in ticks.came and group_id not in known:
            known[group_id] = GroupVisit(gathering=gathering, participation_id=group_id, came=False)
            db.session.add(known[group_id])
    rows = [known[group_id] for group_id in groups if group_id in known]
    wanted = {one.participation_id: one.participation_id in ticks.came for one in rows}
    changed = 0
    for one in rows:
        changed += one.came is not wanted[one.participation_id]
        one.came = wanted[one.participation_id]
    _ticked(gathering, ticks.walk_ins, by, at, changed)


def add_walk_in(
    gathering: Gathering, who: Guest, by: Person, at: datetime, version: int | None = None
) -> Booking:
    """Add somebody by name who came without booking; with a mail address if they gave one."""
    gathering = _opened(gathering, at, version)
    if gathering.kind not in rules.FOR_ANYBODY:
        raise Refused("交流会に来た人は、組の出欠と人数で記録してください。")
    one = Booking(
        gathering=gathering,
        source=Source.WALK_IN,
        name=who.name,
        email=who.email,
        prefecture=who.prefecture,
        people=who.people,
        heard_from=who.heard_from,
        booked_at=at,
        came=True,
    )
    if one.email_key and one.email_key in _keys(gathering):
        raise Refused("このメールアドレスの申込みがあります。一覧で出席にしてください。")
    db.session.add(one)
    gathering.ticked_at = at
    history.record(one, "walk_in", "当日の参加者を加える", by=by, at=at, people=one.people)
    return one


def _opened(gathering: Gathering, at: datetime, version: int | None) -> Gathering:
    """Lock the 会: of two who tick, the second sees what the first has said."""
    gathering = locked(Gathering, gathering.id)
    unchanged(gathering, version)
    rules.check_ticking(gathering.standing(at))
    return gathering


def _ticked(gathering: Gathering, walk_ins: int, by: Person, at: datetime, changed: int) -> None:
    gathering.ticked_at, gathering.walk_ins = at, walk_ins
    label = "出欠を記録"
    history.record(gathering, "tick", label, by=by, at=at, changed=changed, walk_ins=walk_ins)


def _set(rows: Collection[Booking], came: dict[int, bool]) -> int:
    changed = [one for one in rows if one.came is not came[one.id]]
    for one in changed:
        one.came = came[one.id]
    return len(changed)


def _keys(gathering: Gathering) -> set[str]:
    live = Booking.gathering_id == gathering.id, Booking.cancelled_at.is_(None)
    return set(db.session.scalars(select(Booking.email_key).where(*live)))


def _group_rows(gathering: Gathering) -> Collection[GroupVisit]:
    return db.session.scalars(
        select(GroupVisit).where(GroupVisit.gathering_id == gathering.id)
    ).all()
