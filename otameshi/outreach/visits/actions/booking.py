"""Anybody books a 説明会 and takes it back by the link of the letter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from otameshi import history
from otameshi.core.keys import mail_key
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.documents.post import Letter
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import counting, rules
from otameshi.outreach.visits.actions.telling import tell
from otameshi.outreach.visits.models import Booking, offer_of
from otameshi.people import digest, new_token


@dataclass(frozen=True, slots=True)
class Guest:
    """Who books, for how many 名, the one who books included."""

    name: str
    email: str
    prefecture: str
    people: int = 1
    heard_from: str = ""


def book(gathering: Gathering, who: Guest, at: datetime, address: str = "") -> None:
    """Take a booking, and write to its mailbox; only the letter tells whether it was the first.

    The seats are looked at before the mailbox is: who asks for a full 会 learns nothing else.
    """
    gathering = locked(Gathering, gathering.id)  # of two who want the last seat, one waits here
    rules.check_booking(offer_of(gathering), counting.expected(gathering), who.people, at)
    known = _known(gathering, who.email)
    mailbox = known.email if known else who.email
    rules.check_crowd(_lately_written(mailbox, at), _lately_booked(address, at))
    token = new_token()
    one = known or Booking(gathering=gathering, booked_at=at, address=address, **_said(who))
    one.token_hash = digest(token)
    db.session.add(one)
    act = ("again", "申込みの案内を再送") if known else ("book", "説明会を申し込む")
    history.record(one, *act, by=None, at=at, people=one.people)
    tell("visit_again" if known else "visit_booked", one, at, token)


def _said(who: Guest) -> dict[str, object]:
    return {
        "name": who.name,
        "email": who.email,
        "prefecture": who.prefecture,
        "people": who.people,
        "heard_from": who.heard_from,
    }


def _known(gathering: Gathering, email: str) -> Booking | None:
    return db.session.scalar(
        select(Booking).where(
            Booking.gathering_id == gathering.id,
            Booking.email_key == mail_key(email),
            Booking.cancelled_at.is_(None),
        )
    )


def _lately_written(mailbox: str, at: datetime) -> int:
    kinds = Letter.kind.in_(("visit_booked", "visit_again"))
    sent = select(func.count(Letter.id)).where(Letter.to == mailbox, kinds)
    return db.session.scalar(sent.where(Letter.written_at > at - rules.WINDOW)) or 0


def _lately_booked(address: str, at: datetime) -> int:
    if not address:
        return 0
    made = select(func.count(Booking.id)).where(Booking.address == address)
    return db.session.scalar(made.where(Booking.booked_at > at - rules.WINDOW)) or 0


def behind(token: str) -> Booking | None:
    """Return the booking of a link, also one that was taken back; unknown and forgotten is None."""
    return db.session.scalar(_by(token))


def _by(token: str) -> Select[Booking]:
    return select(Booking).where(Booking.token_hash == digest(token))


def cancel(token: str, at: datetime) -> Booking:
    """Take a booking back; its seats are free at once."""
    own = _by(token).with_for_update().execution_options(populate_existing=True)
    one = db.session.scalar(own)
    if one is None:
        raise Refused("このリンクは使えません。届いた最新のメールのリンクをお使いください。")
    rules.check_cancelling(offer_of(one.gathering), at, cancelled=one.off)
    one.cancelled_at = at
    history.record(one, "cancel", "申込みを取り消す", by=None, at=at)
    tell("visit_cancelled", one, at)
    return one
