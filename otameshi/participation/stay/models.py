"""The log as it is kept: one row for a person and a day, and one for each month that was saved."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.participation.models import Participant
from otameshi.participation.stay.rules import Entry


class StaySheet(Model):
    """A month of one person's log: its version speaks for the days in it."""

    __tablename__ = "stay_sheets"
    __table_args__ = (UniqueConstraint("participant_id", "month"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"))
    month: Mapped[date]  # its first day
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    participant: Mapped[Participant] = relationship()


class StayDay(Model):
    """One day of one person; a day that is kept was looked at, also if it says 県内にいない."""

    __tablename__ = "stay_days"
    __table_args__ = (
        UniqueConstraint("participant_id", "on"),
        CheckConstraint("work_hours BETWEEN 0 AND 24", name="hours_of_a_day"),
        CheckConstraint("present OR (NOT night AND work_hours = 0)", name="there_to_sleep_or_work"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"))
    on: Mapped[date]
    present: Mapped[bool]
    night: Mapped[bool]
    work_hours: Mapped[int]
    place: Mapped[str] = mapped_column(default="")

    participant: Mapped[Participant] = relationship()

    @property
    def entry(self) -> Entry:
        return Entry(self.present, self.night, self.work_hours, self.place)
