"""Links sent by mail, and tries to sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.accounts.rules import Purpose
from otameshi.core.roles import Role
from otameshi.db import Key, Model
from otameshi.people import Person


class MailLink(Model):
    """A link that proves a mail address: used once, for one purpose, within its time."""

    __tablename__ = "mail_links"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[Purpose]
    email: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    roles: Mapped[list[str]] = mapped_column(default=list)  # an invitation's
    name: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()

    @property
    def invited(self) -> bool:
        return self.purpose is Purpose.INVITE

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.roles)

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in Role if role in self.role_set]


class SignInTry(Model):
    """A try to sign in, kept so that guessing is slowed down over all web workers alike."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (
        Index("ix_sign_in_tries_email_at", "email", "at"),
        Index("ix_sign_in_tries_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    email: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime]
    succeeded: Mapped[bool]
