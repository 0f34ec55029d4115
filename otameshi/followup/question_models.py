"""What a wave asks: published versions, and the draft of the next one."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person


class WaveQuestions(Model):
    """A version of a wave's questions. It is never changed: a change is a new version."""

    __tablename__ = "wave_questions"
    __table_args__ = (UniqueConstraint("wave_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(deferred=True)
    sha256: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person | None] = relationship()


@event.listens_for(WaveQuestions, "before_update")
def _keep(_: Mapper[WaveQuestions], __: Connection, version: WaveQuestions) -> None:
    message = f"version {version.number} of the questions has been published and is never changed"
    raise ValueError(message)


class WaveDraft(Model):
    """The next version while it is written; a wave has at most one."""

    __tablename__ = "wave_drafts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), unique=True)
    text: Mapped[str]
    changed_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    person: Mapped[Person | None] = relationship()
