"""The calendar file of an interview, as the candidate or one of the panel gets it."""

from collections.abc import Sequence
from datetime import datetime

from otameshi.documents import ics
from otameshi.documents.ics import Meeting
from otameshi.documents.post import SENDING_DOMAIN, Enclosure
from otameshi.selection.interviews.models import Interview, InterviewSlot

NAME = "interview.ics"


def meeting(
    one: Interview, slot: InterviewSlot, guest: str, at: datetime, *, cancelled: bool = False
) -> Meeting:
    """Return the interview as a meeting; nobody is named: calendars are shared."""
    call = one.round.call
    year = call.year
    return Meeting(
        uid=f"interview-{one.id}@{SENDING_DOMAIN}",
        sequence=one.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=f"{year.name} 面談（受付番号 {one.number}）",
        location=slot.place.whole,
        description=f"{call.title}の面談です。\n問合せ：{year.section} 電話 {year.phone}",
        organiser=year.email,
        guest=guest,
        made_at=at,
        cancelled=cancelled,
    )


def enclosed(
    one: Interview, slot: InterviewSlot, guest: str, at: datetime, *, cancelled: bool = False
) -> Sequence[Enclosure]:
    made = meeting(one, slot, guest, at, cancelled=cancelled)
    return [Enclosure(name=NAME, media_type=made.media_type, text=ics.written(made))]
