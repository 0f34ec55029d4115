"""The answers to a year's own questions, by the question's key."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.programme.question_models import QuestionnaireVersion


class AnswerSheet(Model):
    """All own answers of one application; a version binds it only from its submission on."""

    __tablename__ = "answer_sheets"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), unique=True)
    questionnaire_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaires.id"))
    # {key: {"value": the answer, "number": of the version it was given under}}
    answers: Mapped[dict[str, Any]]
    # {page: number of the version that stood on it when it was last saved}
    seen: Mapped[dict[str, Any]]

    questionnaire: Mapped[QuestionnaireVersion | None] = relationship()
