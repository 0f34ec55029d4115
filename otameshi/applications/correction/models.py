"""A request for correction (補正依頼), with what it asks for and what was answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.applications.correction.rules import State
from otameshi.applications.correction.sections import Section
from otameshi.applications.models import Application
from otameshi.applications.rules import PageName
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.db import Key, Model
from otameshi.people import Person

OPEN = "state IN ('sent', 'answered', 'lapsed')"


class CorrectionRequest(Model):
    __tablename__ = "correction_requests"
    __table_args__ = (
        UniqueConstraint("application_id", "round"),
        Index(
            "uq_correction_requests_one_unsettled",
            "application_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_correction_requests_due", "state", "due_on"),
        CheckConstraint(
            "state <> 'answered' OR answer_version_id IS NOT NULL", name="answered_by_a_version"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    round: Mapped[int]  # the n-th request about this application, from 1
    state: Mapped[State] = mapped_column(default=State.SENT)
    due_on: Mapped[date]  # answered by the end of this day in Japan
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    # What stood when it was asked, and what stood when it was answered.
    base_version_id: Mapped[int] = mapped_column(ForeignKey("submitted_versions.id"))
    answer_version_id: Mapped[int | None] = mapped_column(ForeignKey("submitted_versions.id"))
    answered_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")  # what the applicant wrote with the answer
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    application: Mapped[Application] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
    base: Mapped[SubmittedVersion] = relationship(foreign_keys=[base_version_id])
    answer: Mapped[SubmittedVersion | None] = relationship(foreign_keys=[answer_version_id])
    items: Mapped[list["CorrectionItem"]] = relationship(
        cascade="all, delete-orphan", order_by="CorrectionItem.position", back_populates="request"
    )

    @property
    def asked(self) -> frozenset[Section]:
        return frozenset(one.section for one in self.items)

    @property
    def title(self) -> str:
        return f"補正依頼（{self.round}回目）"


class CorrectionItem(Model):
    """One section that is asked for, and why."""

    __tablename__ = "correction_items"
    __table_args__ = (UniqueConstraint("request_id", "page", "name"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("correction_requests.id"))
    position: Mapped[int]
    page: Mapped[PageName]
    name: Mapped[str] = mapped_column(default="")  # the label of the answer; empty: the whole page
    comment: Mapped[str]
    reply: Mapped[str] = mapped_column(default="")  # why it was left as it is

    request: Mapped[CorrectionRequest] = relationship(back_populates="items")

    @property
    def section(self) -> Section:
        return Section(self.page, self.name)
