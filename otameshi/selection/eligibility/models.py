"""What an officer made of one finding of the 形式審査."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.selection.eligibility.rules import Mark, Verdict


class FindingMark(Model):
    """One finding, known by all it says, so that it does not outlive a correction."""

    __tablename__ = "finding_marks"
    __table_args__ = (
        UniqueConstraint("candidacy_id", "finding"),
        CheckConstraint("verdict <> 'overruled' OR reason <> ''", name="overruled_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"))
    finding: Mapped[str]  # SHA-256 of what it says
    text: Mapped[str]
    verdict: Mapped[Verdict]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship(lazy="joined")

    @property
    def fact(self) -> Mark:
        return Mark(self.verdict, self.reason, self.by.name, self.at)
