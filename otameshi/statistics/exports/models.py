"""Each table that left the system: who took it, what was in it, how many rows."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person


class TableRun(Model):
    """One table as it was asked for; to receive it again in another form is no other run."""

    __tablename__ = "table_runs"
    __table_args__ = (CheckConstraint("taken >= 0", name="counts_rows"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str]  # of the table
    years: Mapped[list[str]]  # 年度; empty for all
    columns: Mapped[list[str]]  # their keys, in order
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # None: by command
    at: Mapped[datetime]
    taken: Mapped[int]  # 行

    person: Mapped[Person | None] = relationship(lazy="joined")
