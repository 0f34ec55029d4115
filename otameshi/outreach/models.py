"""Gatherings held or to come."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.outreach.rules import GatheringKind, Standing, standing
from otameshi.programme.models import ProgrammeYear


class Gathering(Model):
    __tablename__ = "gatherings"
    __table_args__ = (
        CheckConstraint("attendance IS NULL OR attendance >= 0", name="attendance"),
        CheckConstraint("attendance IS NULL OR cancelled_at IS NULL", name="held_or_cancelled"),
        CheckConstraint("capacity > 0", name="seats"),
        CheckConstraint("minutes > 0", name="lasts"),
        CheckConstraint("walk_ins >= 0", name="walk_ins"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), index=True)
    kind: Mapped[GatheringKind]
    title: Mapped[str]
    held_at: Mapped[datetime]
    place: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=90)  # how long it takes
    bookable: Mapped[bool] = mapped_column(default=False)  # on this site
    capacity: Mapped[int | None]  # 名; None is without limit
    closes_at: Mapped[datetime | None]  # of booking; None is until it begins
    told: Mapped[str] = mapped_column(default="")  # to those who booked: how to join online
    attendance: Mapped[int | None]  # 名 as published; unknown until it was held
    walk_ins: Mapped[int] = mapped_column(default=0)  # 名 who came and are not listed
    ticked_at: Mapped[datetime | None]  # when somebody last said who came
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship()

    @property
    def ends_at(self) -> datetime:
        return self.held_at + timedelta(minutes=self.minutes)

    def standing(self, now: datetime) -> Standing:
        return standing(self.held_at, self.cancelled_at, now)
