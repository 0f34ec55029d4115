"""A wave of the follow-up survey, who was asked, and what they answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.followup.rules import (
    Answer,
    ChoiceFact,
    Phase,
    Source,
    may_be_reminded,
    phase,
)
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


class Wave(Model):
    """調査回: one time at which all groups of a year are asked."""

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("year_id", "name"),
        CheckConstraint("asked_on <= closes_on", name="runs_forward"),
        Index(
            "uq_waves_one_decisive",
            "year_id",
            unique=True,
            sqlite_where=text("decisive"),
            postgresql_where=text("decisive"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), index=True)
    name: Mapped[str]  # 終了時, 1年後
    question: Mapped[str]
    asked_on: Mapped[date]
    closes_on: Mapped[date]
    # The wave of the year whose answers make the indicator.
    decisive: Mapped[bool] = mapped_column(default=False)
    # When letters last left, so that two officers do not both send them.
    written_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship()
    choices: Mapped[list["BaseChoice"]] = relationship(
        cascade="all, delete-orphan", order_by="BaseChoice.position", back_populates="wave"
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        cascade="all, delete-orphan", order_by="Invitation.id", back_populates="wave"
    )

    def phase(self, today: date) -> Phase:
        return phase(self.asked_on, self.closes_on, today)


class BaseChoice(Model):
    """One answer to 「県内の拠点をどうされますか」, and whether the year counts it as a base."""

    __tablename__ = "base_choices"
    __table_args__ = (UniqueConstraint("wave_id", "position"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    position: Mapped[int]
    label: Mapped[str]
    counts: Mapped[bool]  # 「拠点を維持・活動するとした者」に数えるか

    wave: Mapped[Wave] = relationship(back_populates="choices")

    @property
    def fact(self) -> ChoiceFact:
        return ChoiceFact(self.label, self.counts)


class Invitation(Model):
    """One group asked in one wave; the link in its letter is known here only by its hash."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("wave_id", "participation_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    sent_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # when the reply was last given
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    wave: Mapped[Wave] = relationship(back_populates="invitations")
    participation: Mapped[Participation] = relationship()
    reply: Mapped["Reply | None"] = relationship(
        back_populates="invitation", cascade="all, delete-orphan"
    )

    @property
    def has_link(self) -> bool:
        return self.token_hash is not None and self.revoked_at is None

    @property
    def may_be_reminded(self) -> bool:
        return may_be_reminded(
            self.answer,
            self.reminders,
            asked=self.sent_at is not None,
            revoked=self.revoked_at is not None,
        )

    @property
    def answer(self) -> Answer:
        if self.reply is None:
            return Answer.SILENT
        return Answer.STAYED if self.reply.choice.counts else Answer.LEFT


class Reply(Model):
    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), unique=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("base_choices.id"))
    comment: Mapped[str] = mapped_column(default="")
    source: Mapped[Source]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who took it down
    answered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    invitation: Mapped[Invitation] = relationship(back_populates="reply")
    choice: Mapped[BaseChoice] = relationship()
    person: Mapped[Person | None] = relationship()
