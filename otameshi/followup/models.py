"""A wave of the follow-up survey, who was asked, and what they answered."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.questions import Answer as Said
from otameshi.core.questions import Questionnaire, carried
from otameshi.db import Key, Model
from otameshi.documents.post import Letter
from otameshi.followup.asking import rules as asking
from otameshi.followup.question_models import WaveQuestions
from otameshi.followup.rules import Addressee, Answer, Phase, Source, may_be_reminded, phase
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.questionnaires import questions_of


class Wave(Model):
    """調査回: the groups of a year asked once, `months` after their stay has ended.

    With fixed days all groups are asked at the same time; without, each group from its own day.
    """

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("year_id", "name"),
        CheckConstraint("asked_on <= closes_on", name="runs_forward"),
        CheckConstraint("(asked_on IS NULL) = (closes_on IS NULL)", name="has_both_days"),
        CheckConstraint("months >= 0", name="after_the_stay"),
        CheckConstraint("open_days >= 1", name="open_for_a_day"),
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
    months: Mapped[int] = mapped_column(default=0)  # after the end of the stay: place on the curve
    asked_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    open_days: Mapped[int] = mapped_column(default=30)  # for groups that are asked from their day
    addressee: Mapped[Addressee] = mapped_column(default=Addressee.GROUP)
    # Days after the first day on which who is silent is reminded.
    reminder_days: Mapped[list[int]] = mapped_column(
        JSON, default=lambda: list(asking.REMINDED_AFTER)
    )
    # Letters and tasks come from the calendar; otherwise an officer sends them by hand.
    by_itself: Mapped[bool] = mapped_column(default=False)
    # The wave of the year whose answers make the indicator.
    decisive: Mapped[bool] = mapped_column(default=False)
    # When letters last left, so that two officers do not both send them.
    written_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship()
    questions: Mapped[list[WaveQuestions]] = relationship(
        cascade="all, delete-orphan", order_by=WaveQuestions.number
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        cascade="all, delete-orphan", order_by="Invitation.id", back_populates="wave"
    )

    def phase(self, today: date) -> Phase:
        """Say where it stands; a wave without days of its own runs as groups come to theirs."""
        if self.asked_on is None or self.closes_on is None:
            return Phase.RUNNING
        return phase(self.asked_on, self.closes_on, today)

    @property
    def plan(self) -> asking.Plan:
        return asking.Plan(
            self.months, self.open_days, tuple(self.reminder_days), self.asked_on, self.closes_on
        )

    @property
    def whole(self) -> Questionnaire:
        """Return what is asked now: the questions that were published last."""
        return questions_of(self.questions[-1] if self.questions else None)


class Invitation(Model):
    """One group, or one member, asked in a wave; the link in its letter is kept as a hash."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "uq_invitations_group",
            "wave_id",
            "participation_id",
            unique=True,
            sqlite_where=text("participant_id IS NULL"),
            postgresql_where=text("participant_id IS NULL"),
        ),
        UniqueConstraint("wave_id", "participation_id", "participant_id"),
        CheckConstraint("opens_on <= closes_on", name="runs_forward"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    sent_at: Mapped[datetime | None]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"), index=True)  # the last
    reminders: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]
    # 回答しないとの申し出 as it stands: an answer takes its place. `refusals` keeps all of them.
    refused_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # when the reply was last given
    # Saved as one goes, and counted by nobody, as it was typed:
    # {"fields": [[name, value]], "since": when saves are counted from, "saves": how many since}
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    draft_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    wave: Mapped[Wave] = relationship(back_populates="invitations")
    participation: Mapped[Participation] = relationship()
    participant: Mapped[Participant | None] = relationship()
    letter: Mapped[Letter | None] = relationship()
    replies: Mapped[list["Reply"]] = relationship(
        cascade="all, delete-orphan", order_by="Reply.number", back_populates="invitation"
    )
    refusals: Mapped[list["Refusal"]] = relationship(
        cascade="all, delete-orphan", order_by="Refusal.at", back_populates="invitation"
    )

    @property
    def reply(self) -> "Reply | None":
        """Return the answer that counts: the newest."""
        return self.replies[-1] if self.replies else None

    def phase(self, today: date) -> Phase:
        return phase(self.opens_on, self.closes_on, today)

    @property
    def has_link(self) -> bool:
        return self.token_hash is not None and self.revoked_at is None

    @property
    def unanswered(self) -> bool:
        return self.answered_at is None and self.refused_at is None

    @property
    def may_be_reminded(self) -> bool:
        return may_be_reminded(
            self.reminders,
            unanswered=self.unanswered,
            asked=self.sent_at is not None,
            revoked=self.revoked_at is not None,
        )


class Reply(Model):
    """What was answered once. It is never changed: a correction is the next one."""

    __tablename__ = "replies"
    __table_args__ = (UniqueConstraint("invitation_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"))
    number: Mapped[int]
    questions_id: Mapped[int] = mapped_column(ForeignKey("wave_questions.id"))
    answers: Mapped[dict[str, Any]]  # {key: answer}, as JSON holds it
    source: Mapped[Source]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who took it down
    note: Mapped[str] = mapped_column(default="")
    given_on: Mapped[date | None]  # the day it was told to staff, who take it down later
    answered_at: Mapped[datetime] = mapped_column(index=True)

    invitation: Mapped[Invitation] = relationship(back_populates="replies")
    questions: Mapped[WaveQuestions] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def given(self) -> dict[str, Said]:
        """Return the answers as the questions of their version take them."""
        return carried(self.answers, questions_of(self.questions))


class Refusal(Model):
    """Somebody said that they will not answer. It is never changed, whatever is answered later."""

    __tablename__ = "refusals"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"), index=True)
    at: Mapped[datetime]

    invitation: Mapped[Invitation] = relationship(back_populates="refusals")


class Outcome(Model):
    """What a group said in a wave, as the year reads it: made from its replies, and only so."""

    __tablename__ = "outcomes"
    __table_args__ = (
        UniqueConstraint("wave_id", "participation_id"),
        # All that the figures and the courses ask for: they never read a row.
        Index(
            "ix_outcomes_figures",
            "wave_id",
            "answer",
            "participation_id",
            "stayed",
            "went",
            "refused",
            "undecided",
        ),
        Index("ix_outcomes_courses", "participation_id", "wave_id", "answer"),
        CheckConstraint(
            "stayed >= 0 AND went >= 0 AND silent >= 0 AND refused >= 0 AND undecided >= 0",
            name="not_negative",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"))
    answer: Mapped[Answer]
    # 名 of the group by what they said; where the group answers as one, all of them.
    stayed: Mapped[int]
    went: Mapped[int]
    silent: Mapped[int]
    refused: Mapped[int]
    undecided: Mapped[int]
    at: Mapped[datetime]  # when it last changed

    wave: Mapped[Wave] = relationship()
    participation: Mapped[Participation] = relationship()
