"""Where a participant is reached later, consents to be written to, and who took the list away."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.followup.contacts.rules import Address, How
from otameshi.participation.models import Participant
from otameshi.people import Person


class Contact(Model):
    """What is newer than the application; what it was before stands in the history."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), unique=True)
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    participant: Mapped[Participant] = relationship()
    consents: Mapped[list["Consent"]] = relationship(
        cascade="all, delete-orphan", order_by="Consent.id", back_populates="contact"
    )

    @property
    def fact(self) -> Address:
        return Address(self.email, self.phone, self.postal_code, self.address)

    @property
    def consent(self) -> "Consent | None":
        """Return the consent that stands."""
        return next((one for one in self.consents if one.withdrawn_at is None), None)


class Consent(Model):
    """ご案内を受け取ることへの同意, by the words that were read; withdrawn, it stays as a proof."""

    __tablename__ = "contact_consents"
    __table_args__ = (
        Index(
            "uq_contact_consents_one_stands",
            "contact_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_how IS NULL)", name="withdrawn_somehow"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    purpose: Mapped[str]
    given_at: Mapped[datetime]
    how: Mapped[How]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_how: Mapped[How | None]

    contact: Mapped[Contact] = relationship(back_populates="consents")


class ContactLink(Model):
    """A link in a letter, by which consent is withdrawn. It never ends: nor does the right to."""

    __tablename__ = "contact_links"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]

    contact: Mapped[Contact] = relationship()


class ContactExport(Model):
    """Somebody took the list of those who consented away as a file."""

    __tablename__ = "contact_exports"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    people: Mapped[int]  # 名
    purpose: Mapped[str]  # what for, in the words of who took it

    person: Mapped[Person] = relationship()
