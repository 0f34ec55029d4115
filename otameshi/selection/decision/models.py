"""Decisions with their notices, the acts that send them, changes proposed, and the meetings."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Letter
from otameshi.files.models import Attachment
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.decision.rules import Notice, RevisionState, Way, letter_kind
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import Outcome


class Dispatch(Model):
    """One act of sending: the notices leave when the hold is over, unless taken back before."""

    __tablename__ = "dispatches"
    __table_args__ = (
        CheckConstraint("released_at IS NULL OR recalled_at IS NULL", name="one_end"),
        Index("ix_dispatches_due", "released_at", "recalled_at", "hold_until"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    hold_until: Mapped[datetime]
    released_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    recalled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    call: Mapped[Call] = relationship()
    sent_by: Mapped[Person] = relationship(foreign_keys=[sent_by_id])
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="dispatch", order_by="Decision.id"
    )

    @property
    def waits(self) -> bool:
        return self.released_at is None and self.recalled_at is None


class Meeting(Model):
    """選考会議: when, where and with whom it was decided; closed once its minutes are issued."""

    __tablename__ = "selection_meetings"
    __table_args__ = (
        CheckConstraint("(issued_at IS NULL) = (paper_id IS NULL)", name="issued_as_a_paper"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    on: Mapped[date]
    hours: Mapped[str]  # 「14時から16時まで」
    place: Mapped[str]
    present: Mapped[str]  # one person a line
    absent: Mapped[str] = mapped_column(default="")
    gist: Mapped[str]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("issued_papers.id"), unique=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship()
    paper: Mapped[IssuedPaper | None] = relationship()


class Decision(Model):
    """決定: what was decided about one candidate, never changed; a later one takes its place."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("candidacy_id", "round"),
        CheckConstraint("decided_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("outcome <> 'waitlisted' OR waitlist_rank IS NOT NULL", name="in_line"),
        CheckConstraint("notice <> 'held' OR dispatch_id IS NOT NULL", name="sent_by_an_act"),
        Index("ix_decisions_notice", "notice"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"))
    round: Mapped[int]
    way: Mapped[Way]
    outcome: Mapped[Outcome]
    waitlist_rank: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")  # why, for the office
    reason: Mapped[str] = mapped_column(default="")  # why, as the applicant will read it
    own_reason: Mapped[bool] = mapped_column(default=False)  # written for this one alone
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    number: Mapped[str] = mapped_column(unique=True)
    # The decision that the applicant was told before.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    answer_by: Mapped[date | None]
    notice: Mapped[Notice] = mapped_column(default=Notice.READY)
    # Digests of template, letter and paper as they were when the notice was made.
    made: Mapped[dict[str, str]] = mapped_column(JSON)
    dispatch_id: Mapped[int | None] = mapped_column(ForeignKey("dispatches.id"), index=True)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letters.id"))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), unique=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("issued_papers.id"), unique=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("selection_meetings.id"), index=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    candidacy: Mapped[Candidacy] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])
    replaces: Mapped["Decision | None"] = relationship(remote_side="Decision.id")
    dispatch: Mapped[Dispatch | None] = relationship(back_populates="decisions")
    letter: Mapped[Letter | None] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    paper: Mapped[IssuedPaper | None] = relationship()

    @property
    def kind(self) -> str:
        return letter_kind(self.way, self.outcome, told_before=self.replaces_id is not None)

    @property
    def result(self) -> str:
        rank = f"（順位{self.waitlist_rank}番）" if self.waitlist_rank is not None else ""
        return f"{self.outcome.label}{rank}"


class Revision(Model):
    """決定の変更の案: an officer asks, another person decides."""

    __tablename__ = "revisions"
    __table_args__ = (
        CheckConstraint("state = 'withdrawn' OR settled_by_id <> proposed_by_id", name="four_eyes"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_or_open"),
        Index(
            "ix_revisions_one_open",
            "candidacy_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"), index=True)
    outcome: Mapped[Outcome]
    waitlist_rank: Mapped[int | None]
    note: Mapped[str]
    reason: Mapped[str]
    state: Mapped[RevisionState] = mapped_column(default=RevisionState.OPEN)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    candidacy: Mapped[Candidacy] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
