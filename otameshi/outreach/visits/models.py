"""Who booked a 会 and came, which 組 attended, and what is left when names are forgotten."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from otameshi.core.keys import mail_key
from otameshi.db import Key, Model, db
from otameshi.outreach.models import Gathering
from otameshi.outreach.visits.rules import Offer, Source
from otameshi.participation.models import Participant, Participation

LIVE = text("cancelled_at IS NULL AND email_key <> ''")


class Booking(Model):
    """Somebody who booked a 会, or came without; they need no account.

    When its year is over, the name, the addresses and the link go. `email_key` becomes a mark
    that is the same for all bookings of one mailbox in that year and leads back to nobody.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        Index(
            "uq_bookings_one_a_mailbox",
            "gathering_id",
            "email_key",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        CheckConstraint("people >= 1", name="somebody"),
        CheckConstraint("NOT came OR cancelled_at IS NULL", name="came_or_cancelled"),
        CheckConstraint("source = 'walk_in' OR email_key <> ''", name="booked_by_mail"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"), index=True)
    source: Mapped[Source] = mapped_column(default=Source.BOOKED)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="", index=True)
    email_key: Mapped[str] = mapped_column(default="", index=True)  # one mailbox, one key
    prefecture: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=1)  # 名, the one who books included
    heard_from: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")  # of the network, against abuse
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    booked_at: Mapped[datetime] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]
    came: Mapped[bool] = mapped_column(default=False)  # true only where somebody ticked it
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    gathering: Mapped[Gathering] = relationship()

    @validates("email")
    def _key_of_email(self, _: str, email: str) -> str:
        self.email_key = mail_key(email) if email else ""
        return email

    @property
    def mailbox(self) -> str:
        return self.email

    @property
    def off(self) -> bool:
        return self.cancelled_at is not None


guests = Table(
    "group_visit_guests",
    db.metadata,
    Column("group_visit_id", ForeignKey("group_visits.id"), primary_key=True),
    Column("participant_id", ForeignKey("participants.id"), primary_key=True),
)


class GroupVisit(Model):
    """One 組 at one 交流会: signed up on its own page, or only known to have come."""

    __tablename__ = "group_visits"
    __table_args__ = (
        Unique("gathering_id", "participation_id"),
        CheckConstraint("signed_up_at IS NOT NULL OR people = 0", name="signed_up_by_members"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    gathering_id: Mapped[int] = mapped_column(ForeignKey("gatherings.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"), index=True)
    signed_up_at: Mapped[datetime | None]  # None: did not, or took it back
    people: Mapped[int] = mapped_column(default=0)  # 名 who are to come
    came: Mapped[bool] = mapped_column(default=False)  # true only where somebody ticked it
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    gathering: Mapped[Gathering] = relationship()
    participation: Mapped[Participation] = relationship()
    guests: Mapped[list[Participant]] = relationship(
        secondary=guests, order_by=Participant.position
    )

    @property
    def mailbox(self) -> str:
        return self.participation.representative.email

    @property
    def off(self) -> bool:
        return self.signed_up_at is None


class ApplicationVisit(Model):
    """How many 説明会 an applicant had booked and come to: kept when the bookings name nobody."""

    __tablename__ = "application_visits"
    __table_args__ = (CheckConstraint("came <= booked", name="booked_first"),)

    application_id: Mapped[int] = mapped_column(
        ForeignKey("applications.id"), primary_key=True, autoincrement=False
    )
    booked: Mapped[int]
    came: Mapped[int]


def offer_of(gathering: Gathering) -> Offer:
    return Offer(
        kind=gathering.kind,
        held_at=gathering.held_at,
        bookable=gathering.bookable,
        capacity=gathering.capacity,
        closes_at=gathering.closes_at,
        cancelled_at=gathering.cancelled_at,
    )
