"""Gatherings held or to come."""

from datetime import datetime

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
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), index=True)
    kind: Mapped[GatheringKind]
    title: Mapped[str]
    held_at: Mapped[datetime]
    place: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    attendance: Mapped[int | None]  # 名; unknown until it was held
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship()

    def standing(self, now: datetime) -> Standing:
        return standing(self.held_at, self.cancelled_at, now)
