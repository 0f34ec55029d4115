"""内部メモ: what the office tells itself about an application; never for others' eyes."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    and_,
    false,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from otameshi import history
from otameshi.applications.mentions import called
from otameshi.applications.models import Application
from otameshi.core.roles import EMPLOYED, OFFICE
from otameshi.core.states import Refused
from otameshi.db import Key, Model, db, locked
from otameshi.documents import post
from otameshi.people import HeldRole, Person


class Note(Model):
    __tablename__ = "application_notes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawal: Mapped[str] = mapped_column(default="")  # the reason

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(lazy="joined")
    mentions: Mapped[list["Mention"]] = relationship(
        back_populates="note", order_by="Mention.person_id"
    )


class Mention(Model):
    """A person that a note calls: it waits in their work list until they have seen it."""

    __tablename__ = "note_mentions"
    __table_args__ = (Index("ix_note_mentions_unseen", "person_id", "seen_at"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("application_notes.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    seen_at: Mapped[datetime | None]

    note: Mapped[Note] = relationship(back_populates="mentions")
    person: Mapped[Person] = relationship(lazy="joined")


WHOLE = (selectinload(Note.mentions),)


def may_read(person: Person, application: Application) -> bool:
    """Say whether notes are shown: to the office, but never on somebody's own application."""
    return bool(person.roles & OFFICE) and application.applicant_id != person.id


def of(application: Application, by: Person) -> Select[Note]:
    """Select the notes on an application, the latest first."""
    mine = Note.application_id == application.id
    readable = mine if may_read(by, application) else false()
    return select(Note).where(readable).options(*WHOLE).order_by(Note.id.desc())


def colleagues(application: Application) -> Mapping[int, str]:
    """Return whom a note may call: the office, without somebody who applied here."""
    held = select(HeldRole.person_id).where(HeldRole.role.in_(OFFICE))
    rows = db.session.execute(
        select(Person.id, Person.name)
        .where(
            Person.id.in_(held),
            Person.id != application.applicant_id,
            Person.closed_at.is_(None),
            Person.verified_at.is_not(None),
        )
        .order_by(Person.id)
    )
    return {row.id: row.name for row in rows}


def write(
    application: Application, text: str, picked: Collection[int], by: Person, at: datetime
) -> Note:
    """Keep a note, and tell those whom it calls by @name or by their box."""
    if not by.roles & EMPLOYED or not may_read(by, application):
        raise Refused("内部メモは、担当者・決裁者・会計・管理者が、自分の応募以外に書けます。")
    names = colleagues(application)
    wanted = _wanted(text, picked, names)
    note = Note(application_id=application.id, person=by, text=text, at=at)
    note.mentions = [Mention(person_id=key) for key in sorted(wanted)]
    db.session.add(note)
    number = application.number
    # On the note, not on the application: whose history the applicant may one day be shown.
    history.record(note, "write", "内部メモを書いた", by=by, at=at, number=number)
    for person in db.session.scalars(select(Person).where(Person.id.in_(wanted - {by.id}))):
        post.write(
            "note_mention", person, at, number=number, application_id=application.id, by=by.name
        )
    return note


def _wanted(text: str, picked: Collection[int], names: Mapping[int, str]) -> set[int]:
    found = called(text, names)
    if found.unknown:
        raise Refused(
            f"「@{found.unknown[0]}」に当たる職員がいません。"
            "名前を確かめるか、「知らせる人」から選んでください。"
        )
    if found.shared and not any(names.get(key) in found.shared for key in picked):
        raise Refused(
            f"「{found.shared[0]}」という職員が二人以上います。「知らせる人」から選んでください。"
        )
    return set(found.ids) | {key for key in picked if key in names}


def withdraw(note_id: int, reason: str, by: Person, at: datetime) -> Note:
    """Take back one's own note; that it was written, and why it was taken back, stays."""
    note = locked(Note, note_id)
    if note.person_id != by.id:
        raise Refused("内部メモは、書いた人だけが取り下げられます。")
    if note.withdrawn_at is not None:
        raise Refused("この内部メモは、すでに取り下げられています。")
    if not reason.strip():
        raise Refused("理由を記入してください。")
    note.withdrawn_at, note.withdrawal = at, reason
    history.record(note, "withdraw", "内部メモを取り下げた", by=by, at=at, note=reason)
    return note


def _calling(person: Person) -> ColumnElement[bool]:
    return and_(
        Mention.person_id == person.id, Mention.seen_at.is_(None), Note.withdrawn_at.is_(None)
    )


def unseen(person: Person) -> Select[Note]:
    """Select the notes that call a person who has not looked at them yet."""
    query = select(Note).join(Mention, Mention.note_id == Note.id).where(_calling(person))
    return query.options(*WHOLE, joinedload(Note.application)).order_by(Note.id.desc())


def unseen_count(person: Person) -> int:
    query = select(func.count()).select_from(Mention).join(Note, Note.id == Mention.note_id)
    return db.session.scalar(query.where(_calling(person))) or 0


def see(note_id: int, by: Person, at: datetime) -> None:
    """Let a note leave the work list of the one who has read it."""
    db.session.execute(
        update(Mention)
        .where(Mention.note_id == note_id, Mention.person_id == by.id, Mention.seen_at.is_(None))
        .values(seen_at=at)
    )
