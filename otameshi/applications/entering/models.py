"""A table of applications as it was sent, and what became of it."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.applications.entering.rules import State
from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.programme.models import Call


class IncomingTable(Model):
    """What an officer sent to be taken in; its rows are kept as the file had them."""

    __tablename__ = "incoming_tables"
    __table_args__ = (
        CheckConstraint("(state = 'checked') = (settled_at IS NULL)", name="settled_when_done"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    rows: Mapped[list[list[str]]] = mapped_column(JSON)  # the first names the columns
    state: Mapped[State] = mapped_column(default=State.CHECKED)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
