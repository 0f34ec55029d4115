"""The versions of a year's rubric (審査基準) by which reviewers have scored."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model, never_changed
from otameshi.people import Person


@never_changed()
class RubricVersion(Model):
    """The whole rubric as reviewers scored by it. It is never changed: a change is a new one."""

    __tablename__ = "rubrics"
    __table_args__ = (UniqueConstraint("year_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    number: Mapped[int]
    content: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # {key, and each setting}
    reason: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person | None] = relationship()
