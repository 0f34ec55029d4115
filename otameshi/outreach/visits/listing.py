"""The rows of the staff's lists of one 会, and its tables; what a 組 may sign up for."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from otameshi.core.clock import in_japan
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import db
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import rules
from otameshi.outreach.visits.counting import TAKES_PLACE
from otameshi.outreach.visits.models import Booking, GroupVisit
from otameshi.participation.models import Participation
from otameshi.participation.rules import TOOK_PART
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

Table = tuple[Sequence[str], Callable[[int], Iterator[Sequence[str | int]]]]


def bookings(gathering_id: int) -> Select[Booking]:
    """Select all bookings of a 会, also those taken back, in the order they came."""
    return select(Booking).where(Booking.gathering_id == gathering_id).order_by(Booking.id)


def live_bookings(gathering_id: int) -> Select[Booking]:
    """Select whom one may tick: not who took it back, and nobody whose name is forgotten."""
    return bookings(gathering_id).where(Booking.cancelled_at.is_(None), Booking.name != "")


def group_visits(gathering_id: int) -> Select[GroupVisit]:
    return (
        select(GroupVisit)
        .where(
            GroupVisit.gathering_id == gathering_id,
            or_(GroupVisit.signed_up_at.is_not(None), GroupVisit.came),
        )
        .options(
            joinedload(GroupVisit.participation).joinedload(Participation.year),
            joinedload(GroupVisit.participation)
            .joinedload(Participation.representative)
            .lazyload(Person.held),
            joinedload(GroupVisit.guests),
        )
        .order_by(GroupVisit.id)
    )


def groups_to_tick(gathering: Gathering) -> Sequence[Participation]:
    """Return the 組 of the year, and those of other years that signed up or came."""
    there = select(GroupVisit.participation_id).where(GroupVisit.gathering_id == gathering.id)
    return db.session.scalars(
        select(Participation)
        .join(Participation.year)
        .where(
            Participation.state.in_(TOOK_PART),
            or_(Participation.year_id == gathering.year_id, Participation.id.in_(there)),
        )
        .options(joinedload(Participation.year))
        .order_by(ProgrammeYear.fiscal_year.desc(), Participation.id)
    ).all()


def other_groups(gathering: Gathering, shown: Collection[int]) -> Sequence[tuple[int, str]]:
    """Return the 組 of earlier years that are not on the page, newest first, in words."""
    rows = db.session.execute(
        select(Participation.id, Participation.title, ProgrammeYear.fiscal_year)
        .join(Participation.year)
        .where(Participation.state.in_(TOOK_PART), Participation.year_id != gathering.year_id)
        .order_by(ProgrammeYear.fiscal_year.desc(), Participation.id)
    )
    return [
        (key, f"{fiscal_year_label(year)} {title}") for key, title, year in rows if key not in shown
    ]


def coming_for_groups(at: datetime) -> Select[Gathering]:
    """Select the 交流会 to come that take place, soonest first."""
    return (
        select(Gathering)
        .where(Gathering.held_at > at, TAKES_PLACE, Gathering.kind.in_(rules.FOR_GROUPS))
        .order_by(Gathering.held_at, Gathering.id)
        .limit(100)
    )


def of_group(group_id: int) -> dict[int, GroupVisit]:
    """Return, by 会, what a 組 has signed up for."""
    mine = GroupVisit.participation_id == group_id, GroupVisit.signed_up_at.is_not(None)
    return {one.gathering_id: one for one in db.session.scalars(select(GroupVisit).where(*mine))}


def _booking_rows(gathering_id: int) -> Iterator[Sequence[str | int]]:
    for one in db.session.scalars(bookings(gathering_id)):
        yield (
            f"{in_japan(one.booked_at):%Y-%m-%d %H:%M}",
            one.source.label,
            one.name,
            one.email,
            one.prefecture,
            one.people,
            one.heard_from,
            "取消し" if one.off else "",
            "来た" if one.came else "",
        )


def _group_rows(gathering_id: int) -> Iterator[Sequence[str | int]]:
    for one in db.session.scalars(group_visits(gathering_id)).unique():
        group = one.participation
        yield (
            group.year.fiscal_year,
            group.title,
            group.representative.name,
            "" if one.off else one.people,
            "、".join(each.name for each in one.guests),
            "来た" if one.came else "",
        )


bookings_table: Table = (
    ("申込みの日時", "方法", "氏名", "メールアドレス", "都道府県", "人数", "知ったきっかけ",
     "取消し", "出欠"),
    _booking_rows,
)  # fmt: skip
groups_table: Table = (
    ("年度", "組", "代表者", "申込みの人数", "参加する人", "出欠"),
    _group_rows,
)
