"""Letters to those who are to come: each with the calendar file as it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.core.clock import in_japan
from otameshi.db import db
from otameshi.documents import post
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import documents
from otameshi.outreach.visits.models import Booking, GroupVisit
from otameshi.participation.models import Participation

WEEKDAYS = "月火水木金土日"


def tell(kind: str, one: Booking | GroupVisit, at: datetime, token: str = "") -> None:
    """Write to one guest; a letter with a link is for its addressee's eyes alone."""
    db.session.flush()  # the calendar file numbers itself by the versions
    gathering, group = one.gathering, isinstance(one, GroupVisit)
    post.write(
        kind,
        to=one.participation.representative if isinstance(one, GroupVisit) else one.email,
        at=at,
        confidential=bool(token),
        enclosed=documents.enclosed(one, at),
        name=_addressee(one),
        people=one.people,
        gathering=gathering,
        when=words(gathering.held_at),
        group=group,
        token=token,
        year=gathering.year,
    )


def _addressee(one: Booking | GroupVisit) -> str:
    return one.participation.representative.name if isinstance(one, GroupVisit) else one.name


def words(at: datetime) -> str:
    """Return a moment as letters write it: 2026年6月27日（土）14:00."""
    local = in_japan(at)
    day = f"{local.year}年{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}）"
    return f"{day}{local:%H:%M}"


def to_come(gathering: Gathering) -> Iterator[Booking | GroupVisit]:
    """Yield everybody who is expected: who booked by mail, and the 組 that signed up."""
    yield from _bookings(gathering)
    yield from db.session.scalars(
        select(GroupVisit)
        .where(GroupVisit.gathering_id == gathering.id, GroupVisit.signed_up_at.is_not(None))
        .options(joinedload(GroupVisit.participation).joinedload(Participation.representative))
        .order_by(GroupVisit.id)
    ).unique()


def _bookings(gathering: Gathering) -> Sequence[Booking]:
    return db.session.scalars(
        select(Booking)
        .where(
            Booking.gathering_id == gathering.id,
            Booking.cancelled_at.is_(None),
            Booking.email != "",
        )
        .order_by(Booking.id)
    ).all()
