"""The questions that a 年度 asks beside the fixed ones: published versions, and the draft."""

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person


class QuestionnaireVersion(Model):
    """A version of the year's own questions. It is never changed: a change is a new version."""

    __tablename__ = "questionnaires"
    __table_args__ = (UniqueConstraint("year_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    number: Mapped[int]
    # Read only when no page has read this version before: the questions are kept by their hash.
    text: Mapped[str] = mapped_column(deferred=True)
    sha256: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person | None] = relationship()


@event.listens_for(QuestionnaireVersion, "before_update")
@event.listens_for(QuestionnaireVersion, "before_delete")
def _keep(_: Mapper[QuestionnaireVersion], __: Connection, version: QuestionnaireVersion) -> None:
    message = f"questionnaire version {version.number} has been published and is never changed"
    raise ValueError(message)


class QuestionnaireDraft(Model):
    """The next version while it is written; a year has at most one."""

    __tablename__ = "questionnaire_drafts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), unique=True)
    text: Mapped[str]
    changed_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    person: Mapped[Person | None] = relationship()
