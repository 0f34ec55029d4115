"""One conversation for each applicant and call, and what is written to many at once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.wareki import fiscal_year_label
from otameshi.db import Key, Model
from otameshi.files.models import Attachment
from otameshi.messages.rules import MailingState, State
from otameshi.people import Person
from otameshi.programme.models import Call

GENERAL = "そのほかのお問い合わせ"


def subject_of(call: Call | None) -> str:
    return f"{fiscal_year_label(call.year.fiscal_year)}　{call.title}" if call else GENERAL


class Thread(Model):
    """What one person and the office write to each other about one call, or about nothing of it."""

    __tablename__ = "threads"
    __table_args__ = (
        UniqueConstraint("person_id", "call_id"),
        Index(
            "uq_threads_one_general",
            "person_id",
            unique=True,
            sqlite_where=text("call_id IS NULL"),
            postgresql_where=text("call_id IS NULL"),
        ),
        Index("ix_threads_inbox", "state", "last_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"), index=True)
    state: Mapped[State]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    last_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    assignee: Mapped[Person | None] = relationship(foreign_keys=[assignee_id])
    call: Mapped[Call | None] = relationship()

    @property
    def subject(self) -> str:
        return subject_of(self.call)


class Message(Model):
    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_thread", "thread_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    from_office: Mapped[bool]
    body: Mapped[str]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]  # when the applicant said so; the office's duty is the state
    mailing_id: Mapped[int | None] = mapped_column(ForeignKey("mailings.id"), index=True)

    thread: Mapped[Thread] = relationship()
    author: Mapped[Person] = relationship()
    files: Mapped[list["MessageFile"]] = relationship(
        cascade="all, delete-orphan", order_by="MessageFile.id", back_populates="message"
    )


class MessageFile(Model):
    __tablename__ = "message_files"
    __table_args__ = (UniqueConstraint("message_id", "attachment_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    # One file of a mailing goes with each of its messages.
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), index=True)

    message: Mapped[Message] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship(lazy="joined")


class Mailing(Model):
    """One text to many: written, looked through with its recipients, then sent once."""

    __tablename__ = "mailings"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"))
    state: Mapped[MailingState] = mapped_column(default=MailingState.DRAFT, index=True)
    body: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    author: Mapped[Person] = relationship()
    call: Mapped[Call | None] = relationship()
    recipients: Mapped[list["Recipient"]] = relationship(
        cascade="all, delete-orphan", order_by="Recipient.id", back_populates="mailing"
    )
    files: Mapped[list["MailingFile"]] = relationship(
        cascade="all, delete-orphan", order_by="MailingFile.id", back_populates="mailing"
    )

    @property
    def subject(self) -> str:
        return subject_of(self.call)


class Recipient(Model):
    __tablename__ = "recipients"
    __table_args__ = (UniqueConstraint("mailing_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)

    mailing: Mapped[Mailing] = relationship(back_populates="recipients")
    person: Mapped[Person] = relationship()


class MailingFile(Model):
    __tablename__ = "mailing_files"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailings.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)

    mailing: Mapped[Mailing] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship(lazy="joined")
