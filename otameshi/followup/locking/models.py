"""A figure that was fixed, or is to be."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.followup.locking.rules import State
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

ALIVE_ROWS = text("state IN ('prepared', 'locked')")


class RetentionLock(Model):
    """確定した指標: the figure and all that it follows from; of a year at most one stands."""

    __tablename__ = "retention_locks"
    __table_args__ = (
        Index(
            "uq_retention_locks_standing",
            "year_id",
            unique=True,
            sqlite_where=ALIVE_ROWS,
            postgresql_where=ALIVE_ROWS,
        ),
        CheckConstraint("0 <= part AND part <= whole AND whole > 0", name="a_share"),
        CheckConstraint(
            "state <> 'locked' OR approved_by_id <> prepared_by_id", name="by_two_people"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), index=True)
    state: Mapped[State] = mapped_column(default=State.PREPARED)
    part: Mapped[int]
    whole: Mapped[int]
    tenths: Mapped[int]  # of a percent, rounded in the year's way
    facts: Mapped[dict[str, Any]]
    sha256: Mapped[str]  # of the facts
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship()
    prepared_by: Mapped[Person] = relationship(foreign_keys=[prepared_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
