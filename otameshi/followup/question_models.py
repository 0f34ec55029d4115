"""What a wave asks: published versions, and the draft of the next one."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.db import Model, never_changed
from otameshi.programme.question_models import PublishedQuestions, QuestionsDraft


@never_changed(removable=True)  # with its wave
class WaveQuestions(PublishedQuestions, Model):
    __tablename__ = "wave_questions"
    __table_args__ = (UniqueConstraint("wave_id", "number"),)

    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))


class WaveDraft(QuestionsDraft, Model):
    __tablename__ = "wave_drafts"

    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), unique=True)
