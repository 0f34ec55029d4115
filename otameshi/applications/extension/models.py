"""A deadline of one applicant's own (期限の延長); it is kept when it is revoked."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.applications.extension.rules import State
from otameshi.applications.window import Window
from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.programme.models import Call


class Extension(Model):
    """Known by the mail address, so that it can be granted before anything is begun or signed up.

    As soon as there is an account it is the account's: a later change of address does not lose it.
    """

    __tablename__ = "extensions"
    __table_args__ = (
        Index(
            "uq_extensions_one_granted",
            "call_id",
            "email",
            unique=True,
            sqlite_where=text("state = 'granted'"),
            postgresql_where=text("state = 'granted'"),
        ),
        Index(
            "uq_extensions_one_a_person",
            "call_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'granted'"),
            postgresql_where=text("state = 'granted'"),
        ),
        CheckConstraint("state <> 'revoked' OR revoked_at IS NOT NULL", name="revoked_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    email: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    closes_at: Mapped[datetime]
    reason: Mapped[str]
    state: Mapped[State] = mapped_column(default=State.GRANTED)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    granted_by: Mapped[Person] = relationship(foreign_keys=[granted_by_id])
    revoked_by: Mapped[Person | None] = relationship(foreign_keys=[revoked_by_id])


def window_of(call: Call, extension: Extension | None) -> Window:
    """Return until when somebody's application to a call is taken."""
    own = max(call.closes_at, extension.closes_at) if extension else call.closes_at
    grace = timedelta(seconds=call.grace_seconds)
    return Window(call.opens_at, own, grace, extended=own > call.closes_at)
