"""Everyone who can sign in, the roles they hold, and where they are signed in."""

import hashlib
import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, UniqueConstraint, update
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from otameshi.core.keys import mail_key
from otameshi.core.names import search_key
from otameshi.core.roles import STAFF, Role
from otameshi.db import Key, Model, db


class Person(UserMixin, Model):  # type: ignore[misc]  # flask-login ships no types
    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    email_key: Mapped[str] = mapped_column(default="", index=True)  # one mailbox, one key
    password_hash: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # A reviewer's company: conflicts of interest (利害関係) are looked for there.
    organisation: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    held: Mapped[list["HeldRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", back_populates="person"
    )

    @validates("email")
    def _key_of_email(self, _: str, email: str) -> str:
        self.email_key = mail_key(email)
        return email

    # The session token of this request, which flask-login keeps in the cookie as the user's id.
    token = ""

    def get_id(self) -> str:
        return self.token

    # UserMixin compares what get_id gives: two people of whom neither asks would be the same.
    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(one.role for one in self.held)

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)

    @property
    def is_guest(self) -> bool:
        """Whether this is somebody without an account, known by a cookie alone."""
        return Role.VISITOR in self.roles

    @property
    def is_active(self) -> bool:
        return self.closed_at is None and self.verified_at is not None

    @property
    def search_key(self) -> str:
        return search_key(f"{self.name} {self.email}")

    def has(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))

    def give(self, role: Role) -> None:
        if role not in self.roles:
            self.held.append(HeldRole(role=role))


class HeldRole(Model):
    __tablename__ = "held_roles"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role]

    person: Mapped[Person] = relationship(back_populates="held")


class Guest(Model):
    """The cookie by which somebody without an account is known, and until when.

    Their person has no address that was proved, so nobody can sign in as them. What they begin is
    theirs as long as the browser keeps the cookie, and becomes an account's by `applications`.
    """

    __tablename__ = "guests"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(index=True)  # of the network, against abuse
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    # 引継ぎ番号: typed in on another device, once, within its time.
    handover_hash: Mapped[str | None] = mapped_column(unique=True)
    handover_until: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class SignIn(Model):
    """One session of one person on one device; ending the row ends the session at once."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="joined")


def new_token() -> str:
    """Return 256 random bits for a cookie or a link; only its hash is kept."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token, from which nobody can make the token again."""
    return hashlib.sha256(token.encode()).hexdigest()


def end_sessions(person: Person, at: datetime) -> None:
    """End every session of a person, as after a change of password or the closing of an account."""
    open_ones = SignIn.person_id == person.id, SignIn.ended_at.is_(None)
    db.session.execute(update(SignIn).where(*open_ones).values(ended_at=at))
