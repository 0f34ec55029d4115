"""How many booked a 会, and how many came: seats while it is booked, 名 when it was held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, func, or_, select

from otameshi.core.clock import day_in_japan, japan
from otameshi.db import db
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import rules
from otameshi.outreach.visits.models import Booking, GroupVisit

TAKES_PLACE = Gathering.cancelled_at.is_(None)
# A 組 that came without signing up is one 名 at least; nobody noted who of it came.
GROUP_SIZE = case((GroupVisit.people > 0, GroupVisit.people), else_=1)


def unrecorded(at: datetime) -> ColumnElement[bool]:
    """Say of a 会 that its day is over, and that nobody has noted who came.

    One whose number of people alone was entered is done, unless somebody had booked it by name.
    """
    today = day_in_japan(at)
    booked = exists().where(
        Booking.gathering_id == Gathering.id, Booking.cancelled_at.is_(None), Booking.name != ""
    )
    signed_up = exists().where(
        GroupVisit.gathering_id == Gathering.id, GroupVisit.signed_up_at.is_not(None)
    )
    return and_(
        TAKES_PLACE,
        Gathering.held_at < japan(today.year, today.month, today.day),
        Gathering.ticked_at.is_(None),
        or_(Gathering.attendance.is_(None), booked, signed_up),
    )


def how_many(condition: SQLColumnExpression[bool]) -> ColumnElement[int]:
    """Count the rows of which this is true; 0 where there are none."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def expected(gathering: Gathering) -> int:
    """Return how many 名 are expected: parties that booked, and members of the 組 signed up."""
    booked = select(func.coalesce(func.sum(Booking.people), 0)).where(
        Booking.gathering_id == gathering.id, Booking.cancelled_at.is_(None)
    )
    signed = select(func.coalesce(func.sum(GroupVisit.people), 0)).where(
        GroupVisit.gathering_id == gathering.id
    )
    return sum(db.session.scalar(one) or 0 for one in (booked, signed))


@dataclass(frozen=True, slots=True)
class Count:
    """Of one 会: how many booked or signed up, how many of them came, and how many 名 that is."""

    booked: int = 0  # 件 or 組
    came: int = 0
    people: int = 0  # 名 expected
    people_came: int = 0


def counts(gathering_ids: Iterable[int]) -> dict[int, Count]:
    """Count who booked and came, for each of these 会, in two statements."""
    ids = list(gathering_ids)
    found = dict.fromkeys(ids, Count())
    for table, live, size in (
        (Booking, Booking.cancelled_at.is_(None), Booking.people),
        (GroupVisit, or_(GroupVisit.signed_up_at.is_not(None), GroupVisit.came), GROUP_SIZE),
    ):
        rows = db.session.execute(
            select(
                table.gathering_id,
                func.count(table.id),
                how_many(table.came),
                func.coalesce(func.sum(table.people), 0),
                func.coalesce(func.sum(case((table.came, size), else_=0)), 0),
            )
            .where(table.gathering_id.in_(ids), live)
            .group_by(table.gathering_id)
        )
        for key, booked, came, people, people_came in rows:
            so_far = found[key]
            found[key] = Count(
                so_far.booked + booked,
                so_far.came + came,
                so_far.people + people,
                so_far.people_came + people_came,
            )
    return found


def suggested(gathering: Gathering) -> int:
    """Return how many 名 came by what was ticked; the published number is entered by itself."""
    return rules.suggested(counts([gathering.id])[gathering.id].people_came, gathering.walk_ins)
