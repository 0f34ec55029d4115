"""A 組, also one of past years, signs up for a 交流会 on its own page, and takes it back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, locked, unchanged
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import counting, rules
from otameshi.outreach.visits.actions.telling import tell
from otameshi.outreach.visits.models import GroupVisit, offer_of
from otameshi.participation.models import Participant, Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.people import Person


def members_of(group: Participation) -> Sequence[Participant]:
    """Return who may come for a 組: all who have not left it."""
    return [one for one in group.people if one.left_on is None]


def of_group(gathering_id: int, group_id: int) -> GroupVisit | None:
    return db.session.scalar(
        select(GroupVisit).where(
            GroupVisit.gathering_id == gathering_id, GroupVisit.participation_id == group_id
        )
    )


def sign_up(  # which 会 and 組, who comes, who says so, when, and the page's version
    gathering: Gathering,
    group: Participation,
    chosen: Collection[int],
    by: Person,
    at: datetime,
    version: int | None = None,
) -> GroupVisit:
    """Sign a 組 up, or change who comes; the seats it held before are free for itself."""
    gathering = locked(Gathering, gathering.id)
    one = _own(gathering, group, by, version)
    before = one.people if one and not one.off else 0
    rules.check_guests(chosen, [each.id for each in members_of(group)])
    taken = counting.expected(gathering) - before
    rules.check_booking(offer_of(gathering), taken, len(chosen), at)
    if one is None:
        one = GroupVisit(gathering=gathering, participation=group)
        db.session.add(one)
    one.signed_up_at, one.people = at, len(set(chosen))
    one.guests = [each for each in members_of(group) if each.id in chosen]
    history.record(one, "sign_up", "交流会に申し込む", by=by, at=at, people=one.people)
    tell("visit_group", one, at)
    return one


def take_back(
    gathering: Gathering,
    group: Participation,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    gathering = locked(Gathering, gathering.id)
    one = _own(gathering, group, by, version)
    if one is None:
        raise Refused("この会への申込みはありません。")
    rules.check_cancelling(offer_of(gathering), at, cancelled=one.off)
    one.signed_up_at, one.people, one.guests = None, 0, []
    history.record(one, "take_back", "交流会の申込みを取り消す", by=by, at=at)


def _own(
    gathering: Gathering, group: Participation, by: Person, version: int | None
) -> GroupVisit | None:
    if group.representative_id != by.id:
        raise Refused("交流会の申込みは、組の代表者が行ってください。")
    if group.state not in TOOK_PART or gathering.kind not in rules.FOR_GROUPS:
        raise Refused("この会には申し込めません。")
    found = of_group(gathering.id, group.id)
    if found is None:
        return None
    one = locked(GroupVisit, found.id)
    unchanged(one, version)
    return one
