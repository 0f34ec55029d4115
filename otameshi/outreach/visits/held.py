"""What is held of a person's bookings, known by the mailbox, and of the 組 that they represent."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.held import Fact, Holding, Part, Record, part, record, said
from otameshi.db import db
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits.models import Booking, GroupVisit
from otameshi.participation.models import Participation
from otameshi.people import Person

BOOKING = {
    "name": "氏名",
    "email": "メールアドレス",
    "prefecture": "お住まいの都道府県",
    "people": "人数",
    "heard_from": "知ったきっかけ",
    "source": "申込みの方法",
    "booked_at": "申し込んだ日時",
    "cancelled_at": "取り消した日時",
    "came": "参加",
    "address": "接続元",
}
GROUP = {"signed_up_at": "申し込んだ日時", "people": "人数", "came": "参加"}
HOLDS = Holding(
    tables={"bookings": BOOKING, "group_visits": GROUP},
    reasons={
        "application_visits": "説明会に来た回数だけを、申込みの記録を消した後の集計に使います。",
        "group_visit_guests": "交流会に申し込んだメンバーは、交流会の申込みと合わせて載せます。",
    },
)


def held(person: Person) -> Iterator[Part]:
    if person.email_key and person.verified_at is not None:
        mine = (
            select(Booking)
            .where(Booking.email_key == person.email_key, Booking.email != "")
            .options(joinedload(Booking.gathering))
            .order_by(Booking.id)
        )
        rows = db.session.scalars(mine)
        yield part("visits", "説明会の申込み", (record(one, BOOKING, *_of(one)) for one in rows))
    groups = db.session.scalars(
        select(GroupVisit)
        .join(GroupVisit.participation)
        .where(Participation.representative_id == person.id)
        .options(joinedload(GroupVisit.gathering), selectinload(GroupVisit.guests))
        .order_by(GroupVisit.id)
    )
    yield part("group_visits", "交流会", (_group(one) for one in groups))


def _group(one: GroupVisit) -> Record:
    names = Fact("guests", "参加する人", [each.name for each in one.guests])
    return record(one, GROUP, *_of(one), names)


def _of(one: Booking | GroupVisit) -> tuple[Fact, Fact]:
    gathering: Gathering = one.gathering
    return (
        Fact("gathering", "会", gathering.title),
        Fact("held_at", "開催日時", said(gathering.held_at)),
    )
