"""Questions as they are kept, of any owner: published versions, and the draft of the next one.

Here are also those that a 年度 asks beside the fixed ones; a wave of the follow-up has its own.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from otameshi.db import Key, Model, never_changed
from otameshi.people import Person


class PublishedQuestions:
    """A version of somebody's questions. It is never changed: a change is a new version."""

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[int]
    # Read only when no page has read this version before: the questions are kept by their hash.
    text: Mapped[str] = mapped_column(deferred=True)
    sha256: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    @declared_attr
    def person(self) -> Mapped[Person | None]:
        return relationship()


class QuestionsDraft:
    """The next version while it is written; an owner has at most one."""

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    text: Mapped[str]
    changed_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # a class is asked
        return {"version_id_col": cls.version}

    @declared_attr
    def person(self) -> Mapped[Person | None]:
        return relationship()


@never_changed()
class QuestionnaireVersion(PublishedQuestions, Model):
    __tablename__ = "questionnaires"
    __table_args__ = (UniqueConstraint("year_id", "number"),)

    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))


class QuestionnaireDraft(QuestionsDraft, Model):
    __tablename__ = "questionnaire_drafts"

    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), unique=True)
