"""What is kept about a report: its bundle of evidence, and who was reminded when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.models import Claim
from otameshi.claims.report.rules import Bundle
from otameshi.db import Key, Model
from otameshi.grants.models import Grant


class EvidenceBundle(Model):
    """The file of all evidence of one submission, which the worker makes."""

    __tablename__ = "evidence_bundles"
    __table_args__ = (
        UniqueConstraint("claim_id", "submitted_at"),
        CheckConstraint("tries >= 0", name="tries_not_negative"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    submitted_at: Mapped[datetime]
    state: Mapped[Bundle] = mapped_column(default=Bundle.WAITING, index=True)
    tries: Mapped[int] = mapped_column(default=0)

    claim: Mapped[Claim] = relationship()


class ReportReminder(Model):
    """One reminder that was written: so many days before a due day, which may move."""

    __tablename__ = "report_reminders"
    __table_args__ = (UniqueConstraint("grant_id", "due_on", "days_before"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    due_on: Mapped[date]
    days_before: Mapped[int]
    at: Mapped[datetime]

    grant: Mapped[Grant] = relationship()
