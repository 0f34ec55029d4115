"""Names and addresses go when the year is over; what was counted from them stays right."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, func, insert, or_, select, update

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.db import db, locked
from otameshi.documents.post import Enclosure, Letter
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits import reading, rules
from otameshi.outreach.visits.models import ApplicationVisit, Booking
from otameshi.programme.models import ProgrammeYear

LETTERS = ("visit_booked", "visit_again", "visit_cancelled", "visit_changed", "visit_off")
NAMED = or_(Booking.name != "", Booking.email != "", Booking.address != "")
IN_BULK = {"synchronize_session": False}


def due(at: datetime) -> Iterator[tuple[Callable[[int, datetime], None], int]]:
    """Name the years whose bookings are to be forgotten, for the worker."""
    waiting = (
        select(ProgrammeYear.id, ProgrammeYear.fiscal_year)
        .join(Gathering, Gathering.year_id == ProgrammeYear.id)
        .join(Booking, Booking.gathering_id == Gathering.id)
        .where(NAMED)
        .distinct()
    )
    for year_id, fiscal_year in db.session.execute(waiting):
        if day_in_japan(at) >= rules.forgotten_from(fiscal_year):
            yield forget, year_id


def forget(year_id: int, at: datetime) -> None:
    """Keep how often each applicant had come; forget who booked, and the letters to them."""
    year = locked(ProgrammeYear, year_id)
    if day_in_japan(at) < rules.forgotten_from(year.fiscal_year):
        return
    of_year = Booking.gathering_id.in_(select(Gathering.id).where(Gathering.year_id == year_id))
    _keep_what_is_matched(year_id)
    _drop_letters(select(Booking.email).where(of_year, NAMED, Booking.email != ""))
    _mark_mailboxes(year_id)
    found = db.session.scalar(select(func.count(Booking.id)).where(of_year, NAMED))
    _blank(of_year, NAMED)
    label = "説明会の申込者の氏名と連絡先を消去"
    history.record(year, "forget_bookings", label, by=None, at=at, bookings=found)


def forget_mailbox(key: str, at: datetime) -> None:
    """Forget who booked what is over, for somebody who closes their account and leaves nothing.

    What is still to come stays booked: it is taken back by its own link.
    """
    over = Booking.gathering_id.in_(select(Gathering.id).where(Gathering.held_at <= at))
    mine = Booking.email_key == key, NAMED, over
    ids = db.session.scalars(select(Booking.id).where(*mine).order_by(Booking.id)).all()
    if key and ids:
        _blank(Booking.id.in_(ids), email_key=f"#{ids[0]}")


def _blank(*which: ColumnElement[bool], **more: str) -> None:
    none = {"name": "", "email": "", "address": "", "token_hash": None}
    db.session.execute(
        update(Booking)
        .where(*which)
        .values(**none, **more, version=Booking.version + 1)
        .execution_options(**IN_BULK)
    )


def _keep_what_is_matched(year_id: int) -> None:
    """Add what the mailboxes tell to what was kept before, as of a booking entered late."""
    matched = db.session.execute(reading.matched_in(year_id)).all()
    ids = [row.application_id for row in matched]
    kept = {
        one.application_id: one
        for one in db.session.scalars(
            select(ApplicationVisit).where(ApplicationVisit.application_id.in_(ids))
        )
    }
    fresh = []
    for row in matched:
        if (one := kept.get(row.application_id)) is not None:
            one.booked, one.came = one.booked + row.booked, one.came + row.came
            continue
        fresh.append({"application_id": row.application_id, "booked": row.booked, "came": row.came})
    if fresh:
        db.session.execute(insert(ApplicationVisit), fresh)


def _mark_mailboxes(year_id: int) -> None:
    """Give each mailbox of the year a mark of its own, so that it is still counted once."""
    mailboxes = (
        select(Booking.email_key, func.min(Booking.id))
        .join(Booking.gathering)
        .where(Gathering.year_id == year_id, Booking.email != "")
        .group_by(Booking.email_key)
    )
    of_year = Booking.gathering_id.in_(select(Gathering.id).where(Gathering.year_id == year_id))
    for key, first in db.session.execute(mailboxes).all():
        db.session.execute(
            update(Booking)
            .where(of_year, Booking.email_key == key)
            .values(email_key=f"#{first}")
            .execution_options(**IN_BULK)
        )


def _drop_letters(addresses: Select[str]) -> None:
    letters = select(Letter.id).where(Letter.kind.in_(LETTERS), Letter.to.in_(addresses))
    for kind, mine in (
        (Enclosure, Enclosure.letter_id.in_(letters)),
        (Letter, Letter.id.in_(letters)),
    ):
        db.session.execute(delete(kind).where(mine).execution_options(**IN_BULK))
