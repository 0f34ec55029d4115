"""The versions of a year's rubric (審査基準) by which reviewers have scored."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person


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


@event.listens_for(RubricVersion, "before_update")
@event.listens_for(RubricVersion, "before_delete")
def _keep(_: Mapper[RubricVersion], __: Connection, version: RubricVersion) -> None:
    message = f"rubric version {version.number} has been scored by and is never changed"
    raise ValueError(message)
