"""The seats of a call's panel, what was declared for them, and what an officer ruled."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from otameshi.core.keys import mail_key
from otameshi.core.period import Period
from otameshi.db import Key, Model, never_changed
from otameshi.people import Person
from otameshi.programme.models import Call, Municipality
from otameshi.selection.models import Candidacy
from otameshi.selection.panel.rules import SeatState, TieKind, Verdict, off_term

LIVING = text("state IN ('invited', 'accepted')")


@never_changed()
class SecrecyVersion(Model):
    """A version of the year's 守秘義務. It is never changed: a change is a new version."""

    __tablename__ = "secrecy_versions"
    __table_args__ = (UniqueConstraint("year_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    number: Mapped[int]
    text: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person | None] = relationship()


class Seat(Model):
    """委嘱: one reviewer of one call, from the invitation to the end of the term."""

    __tablename__ = "panel_seats"
    __table_args__ = (
        Index(
            "uq_panel_seats_one_living",
            "call_id",
            "email_key",
            unique=True,
            sqlite_where=LIVING,
            postgresql_where=LIVING,
        ),
        CheckConstraint("term_from <= term_to", name="term_runs_forward"),
        CheckConstraint("capacity >= 1", name="takes_something"),
        CheckConstraint(
            "state <> 'accepted' OR (person_id IS NOT NULL AND consented_at IS NOT NULL"
            " AND secrecy_id IS NOT NULL)",
            name="accepted_with_consent",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[SeatState] = mapped_column(default=SeatState.INVITED)
    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    # Of the office or the home: it serves to find conflicts of interest and nothing else.
    address: Mapped[str] = mapped_column(default="")
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    term_from: Mapped[date]
    term_to: Mapped[date]
    capacity: Mapped[int | None]  # 枚: the most sheets this reviewer takes
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]  # of the personal link
    secrecy_id: Mapped[int | None] = mapped_column(ForeignKey("secrecy_versions.id"))
    consented_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]  # accepted, declined, withdrawn or left
    note: Mapped[str] = mapped_column(default="")  # why declined, withdrawn or left
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship()
    person: Mapped[Person | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship(lazy="joined")
    secrecy: Mapped[SecrecyVersion | None] = relationship()
    ties: Mapped[list["Tie"]] = relationship(
        back_populates="seat", cascade="all, delete-orphan", order_by="Tie.id"
    )

    @validates("email")
    def _key_of_email(self, _: str, email: str) -> str:
        self.email_key = mail_key(email)
        return email

    @property
    def term(self) -> Period:
        return Period(self.term_from, self.term_to)

    @property
    def known_as(self) -> str:
        """Return the name of the account, or of the invitation while there is none."""
        return self.person.name if self.person is not None else self.name

    def closed(self, today: date) -> str:
        """Say why this seat judges nothing today, or ""."""
        if self.state is not SeatState.ACCEPTED:
            return f"委嘱が「{self.state.label}」です"
        return off_term(self.term, today)


class Tie(Model):
    """利害関係の申告: a company, a person or a municipality, in the reviewer's words."""

    __tablename__ = "declared_ties"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("panel_seats.id"), index=True)
    kind: Mapped[TieKind]
    words: Mapped[str]
    declared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    seat: Mapped[Seat] = relationship(back_populates="ties")


class Ruling(Model):
    """What an officer said of one reviewer and one candidate; the last word stands."""

    __tablename__ = "conflict_rulings"
    __table_args__ = (UniqueConstraint("reviewer_id", "candidacy_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"), index=True)
    verdict: Mapped[Verdict]
    note: Mapped[str]
    # Which signs were lifted: one that is found later counts until somebody looks at it, too.
    covers: Mapped[list[str]] = mapped_column(default=list)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    reviewer: Mapped[Person] = relationship(foreign_keys=[reviewer_id])
    candidacy: Mapped[Candidacy] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
