"""A table of past totals as it was sent, and what became of it."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.db import Key, Model
from otameshi.statistics.sheet.past.rules import State


class IncomingTotals(Model):
    """What was sent to be taken in; its rows are kept as the file had them."""

    __tablename__ = "incoming_totals"
    __table_args__ = (
        CheckConstraint("(state = 'checked') = (settled_at IS NULL)", name="settled_when_done"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str]
    rows: Mapped[list[list[str]]] = mapped_column(JSON)  # the first names the columns
    state: Mapped[State] = mapped_column(default=State.CHECKED)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
