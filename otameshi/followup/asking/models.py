"""Somebody is to be called: nobody answered, or no mail arrives."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.followup.asking.rules import Kind, Result, State
from otameshi.followup.models import Invitation
from otameshi.people import Person


class SurveyTask(Model):
    """電話で確かめる: one at a time for each who was asked, and one for each letter that failed."""

    __tablename__ = "survey_tasks"
    __table_args__ = (
        Index(
            "uq_survey_tasks_one_open",
            "invitation_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        # 0 stands for no letter: a NULL would differ from itself.
        Index("uq_survey_tasks_once", "invitation_id", "kind", "letter", unique=True),
        CheckConstraint("(state = 'open') = (result IS NULL)", name="done_with_a_result"),
        CheckConstraint("(state = 'open') = (done_at IS NULL)", name="done_some_time"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id"))
    kind: Mapped[Kind]
    letter: Mapped[int] = mapped_column(Key, default=0)  # the one that failed
    state: Mapped[State] = mapped_column(default=State.OPEN, index=True)
    opened_at: Mapped[datetime]
    result: Mapped[Result | None]
    note: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    invitation: Mapped[Invitation] = relationship()
    person: Mapped[Person | None] = relationship()
