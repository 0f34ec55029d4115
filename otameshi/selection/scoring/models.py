"""Until when a call is scored; what stood on a sheet each time it was finished; reminders."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.models import Sheet
from otameshi.selection.rules import SheetState
from otameshi.selection.scoring.rules import Window


class ScoringWindow(Model):
    """採点の期限 of one call, and who closed it before."""

    __tablename__ = "scoring_windows"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), unique=True)
    closes_on: Mapped[date | None]  # scores count until the end of this day in Japan
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship()
    closed_by: Mapped[Person | None] = relationship()

    @property
    def fact(self) -> Window:
        return Window(self.closes_on, self.closed_at)


class SheetVersion(Model):
    """What a reviewer had put on a sheet when it was finished, or given back; never changed."""

    __tablename__ = "sheet_versions"
    __table_args__ = (UniqueConstraint("sheet_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    number: Mapped[int]
    state: Mapped[SheetState]
    # The criterion's name, the points and the remark, in the rubric's order.
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    comment: Mapped[str]
    at: Mapped[datetime]

    sheet: Mapped[Sheet] = relationship()


class ScoringReminder(Model):
    """A letter to a reviewer who is behind: at most one a day and call."""

    __tablename__ = "scoring_reminders"
    __table_args__ = (UniqueConstraint("call_id", "reviewer_id", "on"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    on: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    open_sheets: Mapped[int]  # how many were open then
