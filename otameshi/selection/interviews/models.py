"""The interviews of a call: round, places, slots, panel, bookings and records."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.interviews.rules import (
    Fact,
    PlaceKind,
    RecordState,
    Span,
    State,
    Terms,
    Weight,
)
from otameshi.selection.models import Candidacy


class InterviewRound(Model):
    """面談 of one call: until when one chooses, what is told, by what the panel marks."""

    __tablename__ = "interview_rounds"
    __table_args__ = (
        CheckConstraint("change_days BETWEEN 0 AND 30", name="change_days"),
        CheckConstraint("remind_days BETWEEN 1 AND 14", name="remind_days"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    choose_until: Mapped[datetime]
    change_days: Mapped[int]
    remind_days: Mapped[int]
    note: Mapped[str] = mapped_column(default="")  # 持ち物など, in letters and on the pages
    anchors: Mapped[list[str]]  # words for 1 to 5
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship()
    criteria: Mapped[list["InterviewCriterion"]] = relationship(
        order_by="InterviewCriterion.position", cascade="all, delete-orphan"
    )
    places: Mapped[list["InterviewPlace"]] = relationship(order_by="InterviewPlace.id")

    @property
    def terms(self) -> Terms:
        return Terms(self.choose_until, self.change_days, self.remind_days)

    @property
    def weights(self) -> list[Weight]:
        return [Weight(one.id, one.name, one.weight) for one in self.criteria]


class InterviewCriterion(Model):
    __tablename__ = "interview_criteria"
    __table_args__ = (
        UniqueConstraint("round_id", "position"),
        CheckConstraint("weight > 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("interview_rounds.id"))
    position: Mapped[int]
    name: Mapped[str]
    weight: Mapped[int]


class InterviewPlace(Model):
    """A room or a video link. All who choose read `name`; `detail` is for those who meet there."""

    __tablename__ = "interview_places"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("interview_rounds.id"), index=True)
    kind: Mapped[PlaceKind]
    name: Mapped[str]
    detail: Mapped[str]  # the room and its address, or the link

    @property
    def whole(self) -> str:
        return f"{self.name}　{self.detail}"


class InterviewSlot(Model):
    __tablename__ = "interview_slots"
    __table_args__ = (
        UniqueConstraint("place_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="takes_time"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("interview_rounds.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("interview_places.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    place: Mapped[InterviewPlace] = relationship(lazy="joined")
    seats: Mapped[list["InterviewSeat"]] = relationship(
        order_by="InterviewSeat.id", cascade="all, delete-orphan", back_populates="slot"
    )

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def words(self) -> str:
        return self.span.words


class InterviewSeat(Model):
    """Somebody of the panel at one slot."""

    __tablename__ = "interview_seats"
    __table_args__ = (UniqueConstraint("slot_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("interview_slots.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)

    slot: Mapped[InterviewSlot] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship()


class Interview(Model):
    """One candidate's interview. Whoever holds a slot holds it alone: the column is unique."""

    __tablename__ = "interviews"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('booked', 'held', 'no_show')) = (slot_id IS NOT NULL)",
            name="a_time_when_booked",
        ),
        CheckConstraint("sequence >= 0", name="sequence"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("interview_rounds.id"), index=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"), unique=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("interview_slots.id"), unique=True)
    state: Mapped[State]
    invited_at: Mapped[datetime]
    chosen_at: Mapped[datetime | None]
    wish: Mapped[str] = mapped_column(default="")  # when it would suit, where no slot does
    reason: Mapped[str] = mapped_column(default="")  # why it was declined
    # Of the calendar file: rises with each letter that changes what a calendar holds.
    sequence: Mapped[int] = mapped_column(default=0)
    chased_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    round: Mapped[InterviewRound] = relationship()
    candidacy: Mapped[Candidacy] = relationship()
    slot: Mapped[InterviewSlot | None] = relationship()
    links: Mapped[list["InterviewLink"]] = relationship(
        order_by="InterviewLink.id", cascade="all, delete-orphan", back_populates="interview"
    )
    records: Mapped[list["InterviewRecord"]] = relationship(
        order_by="InterviewRecord.id", cascade="all, delete-orphan", back_populates="interview"
    )
    recusals: Mapped[list["InterviewRecusal"]] = relationship(
        order_by="InterviewRecusal.id", cascade="all, delete-orphan"
    )

    @property
    def fact(self) -> Fact:
        return Fact(self.state, self.slot.span if self.slot else None)

    @property
    def number(self) -> str:
        return self.candidacy.application.number or ""


class InterviewLink(Model):
    """A personal link as one letter carries it; known here only by its hash."""

    __tablename__ = "interview_links"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    interview: Mapped[Interview] = relationship(back_populates="links")


class InterviewRecusal(Model):
    """Somebody of the panel who left this interview: why, and whether it was found or declared."""

    __tablename__ = "interview_recusals"
    __table_args__ = (UniqueConstraint("interview_id", "person_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    declared: Mapped[bool]
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class InterviewRecord(Model):
    """面談記録: what one of the panel found."""

    __tablename__ = "interview_records"
    __table_args__ = (
        UniqueConstraint("interview_id", "person_id"),
        CheckConstraint("state <> 'final' OR finished_at IS NOT NULL", name="finished"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[RecordState]
    notes: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    interview: Mapped[Interview] = relationship(back_populates="records")
    person: Mapped[Person] = relationship()
    points: Mapped[list["InterviewPoint"]] = relationship(cascade="all, delete-orphan")

    @property
    def given(self) -> dict[int, int]:
        return {one.criterion_id: one.points for one in self.points}


class InterviewPoint(Model):
    __tablename__ = "interview_points"
    __table_args__ = (
        UniqueConstraint("record_id", "criterion_id"),
        CheckConstraint("points BETWEEN 1 AND 5", name="on_the_scale"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("interview_records.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("interview_criteria.id"))
    points: Mapped[int]
