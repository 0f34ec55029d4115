"""The calendar file of a 会, as one who booked gets it."""

from collections.abc import Sequence
from datetime import datetime

from otameshi.documents import ics
from otameshi.documents.ics import Meeting
from otameshi.documents.post import SENDING_DOMAIN, Enclosure
from otameshi.outreach.visits.models import Booking, GroupVisit

NAME = "gathering.ics"


def meeting(one: Booking | GroupVisit, at: datetime) -> Meeting:
    """Return the 会 as a meeting of this guest; it is called off when either takes it back."""
    gathering = one.gathering
    year = gathering.year
    return Meeting(
        uid=f"{one.__tablename__}-{one.id}@{SENDING_DOMAIN}",
        sequence=gathering.version + one.version,  # both only rise
        starts_at=gathering.held_at,
        ends_at=gathering.ends_at,
        summary=f"{year.name} {gathering.title}",
        location=gathering.place,
        description=f"{gathering.kind.label}です。\n問合せ：{year.section} 電話 {year.phone}",
        organiser=year.email,
        guest=one.mailbox,
        made_at=at,
        cancelled=one.off or gathering.cancelled_at is not None,
    )


def enclosed(one: Booking | GroupVisit, at: datetime) -> Sequence[Enclosure]:
    made = meeting(one, at)
    return [Enclosure(name=NAME, media_type=made.media_type, text=ics.written(made))]
