"""A draft begun without an account becomes an account's; one that nobody claims is removed.

Nothing becomes anybody's but by the browser that began it, signed in, or by the number (引継ぎ番号)
that this browser shows: whoever opens a mailed link elsewhere is given nothing.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from otameshi import history
from otameshi.applications import actions, unsaved
from otameshi.applications.extension import actions as extension
from otameshi.applications.models import Application
from otameshi.applications.rules import ALIVE, State
from otameshi.core.roles import Role
from otameshi.core.states import Refused, TooOften
from otameshi.db import Key, Model, db, locked
from otameshi.files.models import Attachment
from otameshi.people import Guest, Person, digest

DIGITS = 8
NUMBER_LIVES = timedelta(minutes=30)
# A number has one chance in a hundred million, so that these tries lead nowhere.
TRIES_PER_PERSON, TRIES_PER_ADDRESS, WINDOW = 5, 30, timedelta(minutes=15)
EACH_SWEEP = 200  # guests in one transaction


class HandoverTry(Model):
    """A try to type in the number of another device."""

    __tablename__ = "handover_tries"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(Key, index=True)
    address: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


def drafts_of(guest: Guest) -> Sequence[Application]:
    """Return what a guest has begun, with all that a choice shows of it."""
    mine = actions.own_list(guest.person).where(Application.state.in_(ALIVE))
    return db.session.scalars(mine).all()


def adopt(guest: Guest, person: Person, at: datetime) -> Sequence[Application]:
    """Make a guest's drafts the person's; return those beside which the person has one already."""
    left = []
    for draft in drafts_of(guest):
        if actions.alive(draft.call, person) is None:
            _give(draft, person, at)
        else:
            left.append(draft)
    if not left:
        _part(guest, at)
    return left


def _give(draft: Application, person: Person, at: datetime) -> None:
    row = locked(Application, draft.id)
    row.applicant = person
    for one in row.papers:
        one.attachment.person = person
    extension.adopt(row.call, person)
    history.record(row, "adopt", "登録前に始めた応募を引き継いだ", by=person, at=at)


def _part(guest: Guest, at: datetime) -> None:
    """Let a guest whose drafts have found their owner be nobody any more."""
    guest.person.closed_at = at
    db.session.delete(guest)
    db.session.flush()


def choose(draft: Application, guest: Guest, person: Person, keep: str, at: datetime) -> None:
    """Keep one of two drafts to the same call; the other is withdrawn and can still be read."""
    if draft.applicant_id != guest.person_id:
        raise Refused("この下書きは、すでに引き継がれています。")
    own = actions.alive(draft.call, person)
    if own is not None and own.number is not None and keep == "guest":
        raise Refused(
            "すでに提出した応募があるため、置き換えられません。提出した応募を残してください。"
        )
    other = draft if keep == "own" else own
    if other is not None:
        row = locked(Application, other.id)
        row.state, row.saved_at = State.WITHDRAWN, at
        history.record(row, "set_aside", "もう一方の下書きを残した", by=person, at=at)
    _give(draft, person, at)
    if not drafts_of(guest):
        _part(guest, at)


def offer_number(guest: Guest, at: datetime) -> str:
    """Return a new number for another device; only its hash is kept."""
    number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    guest.handover_hash, guest.handover_until = digest(number), at + NUMBER_LIVES
    return number


def plain_number(typed: str) -> str:
    """Return the digits of 「１２３４－５６７８」."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))


def with_number(typed: str, person: Person, address: str, at: datetime) -> Guest | None:
    """Return whose number this is, or None; every try is counted, and too many are refused."""
    lately = select(func.count()).select_from(HandoverTry).where(HandoverTry.at > at - WINDOW)
    mine = db.session.scalar(lately.where(HandoverTry.person_id == person.id)) or 0
    there = db.session.scalar(lately.where(HandoverTry.address == address)) or 0
    if mine >= TRIES_PER_PERSON or there >= TRIES_PER_ADDRESS:
        raise TooOften("番号の誤りが続いたため、15分ほど受付を止めています。", WINDOW)
    db.session.add(HandoverTry(person_id=person.id, address=address, at=at))
    found = db.session.scalar(
        select(Guest)
        .where(Guest.handover_hash == digest(plain_number(typed)), Guest.handover_until > at)
        .with_for_update(of=Guest)
    )
    if found is not None:
        found.handover_hash = found.handover_until = None
    return found


def may_adopt(person: Person) -> bool:
    return Role.APPLICANT in person.roles


def discard(guest: Guest, at: datetime) -> None:
    """Remove all that a guest has begun, at their wish; its files lie without a record then."""
    for draft in drafts_of(guest):
        _remove(draft)
    _part(guest, at)


def sweep(at: datetime) -> list[str] | None:
    """Remove what some guests began and nobody claimed in time; None when nobody is left.

    Returns the keys of the removed files, to be dropped once the rows are gone for good.
    """
    over = select(Guest).where(Guest.expires_at <= at).order_by(Guest.id).limit(EACH_SWEEP)
    found = db.session.scalars(over).all()
    if not found:
        _forget_people(at)
        return None
    keys: list[str] = []
    for guest in found:
        keys += [key for draft in drafts_of(guest) for key in _remove(draft)]
        _part(guest, at)
    return keys


def _remove(draft: Application) -> list[str]:
    unsaved.drop(draft)
    files = [one.attachment for one in draft.papers]
    db.session.delete(draft)
    db.session.flush()
    for one in files:
        db.session.delete(one)
    db.session.flush()
    return [one.key for one in files]


def _forget_people(at: datetime) -> None:
    """Remove the people that guests were, unless something still names them, and old tries."""
    db.session.execute(delete(HandoverTry).where(HandoverTry.at <= at - WINDOW))
    were = select(Person).where(Person.verified_at.is_(None), Person.closed_at.is_not(None))
    for one in db.session.scalars(were.where(Person.email.endswith("@guest.invalid"))).all():
        try:
            with db.session.begin_nested():
                db.session.execute(
                    update(Attachment).where(Attachment.person_id == one.id).values(person_id=None)
                )
                db.session.delete(one)
        except IntegrityError:
            db.session.expire(one)
