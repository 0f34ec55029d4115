"""What the office said of each line, what each report said, and what was seen on the spot."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.checking.rules import Outcome, Said
from otameshi.claims.rules import Verdict
from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.files.models import Attachment
from otameshi.participation.models import Participation
from otameshi.people import Person


class LineRuling(Model):
    """What an officer said of one line, once; the line itself holds what was said last.

    It stays when the line is taken out, as does a `LineReport`.
    """

    __tablename__ = "line_rulings"
    __table_args__ = (
        CheckConstraint("(verdict = 'reduced') = (reduced_to IS NOT NULL)", name="reduced_to_what"),
        CheckConstraint(
            "verdict NOT IN ('reduced', 'returned') OR reason <> ''", name="reason_given"
        ),
        CheckConstraint("round >= 0", name="round_not_negative"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(
        ForeignKey("claim_lines.id", ondelete="SET NULL"), index=True
    )
    round: Mapped[int]  # how often the claim had been returned before
    verdict: Mapped[Verdict]
    reduced_to: Mapped[Yen | None]
    reason: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    @property
    def fact(self) -> Said:
        return Said(self.round, self.verdict, self.reason)


class LineReport(Model):
    """What a report said of one line, kept when it differs from the report before."""

    __tablename__ = "line_reports"
    __table_args__ = (UniqueConstraint("line_id", "round"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("claim_lines.id", ondelete="SET NULL"))
    round: Mapped[int]
    at: Mapped[datetime]
    shown: Mapped[dict[str, Any]]  # by the names of the line's columns


class OnSiteCheck(Model):
    """現地確認 (実地検査) of a group: who went where and when, what was seen, and what follows."""

    __tablename__ = "on_site_checks"
    __table_args__ = (
        CheckConstraint("who <> '' AND place <> '' AND seen <> ''", name="says_what"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"), index=True)
    checked_on: Mapped[date]
    who: Mapped[str]
    place: Mapped[str]
    seen: Mapped[str]
    outcome: Mapped[Outcome]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), unique=True)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    participation: Mapped[Participation] = relationship()
    attachment: Mapped[Attachment | None] = relationship(lazy="joined")
    recorded_by: Mapped[Person] = relationship()
