"""選考の方法 of a year, as kept: one row a year, begun with the usual one."""

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.db import Key, Model
from otameshi.programme.method import Averaging, Method, TieRule, Unfinished


class SelectionPlan(Model):
    __tablename__ = "selection_plans"
    __table_args__ = (
        CheckConstraint("interview_share BETWEEN 0 AND 100", name="share_of_a_whole"),
        CheckConstraint("recall_minutes >= 0 AND answer_days >= 1", name="time_runs_forward"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), unique=True)
    averaging: Mapped[Averaging]
    unfinished: Mapped[Unfinished]
    tie_rule: Mapped[TieRule]
    show_adjusted: Mapped[bool]
    interview_share: Mapped[int]
    blind: Mapped[bool]
    show_others: Mapped[bool]
    recall_minutes: Mapped[int]
    answer_days: Mapped[int]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**asdict(Method()), **settings})

    @property
    def fact(self) -> Method:
        return Method(**{each.name: getattr(self, each.name) for each in fields(Method)})
