"""A submitted application on its way through selection."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.applications.models import Application
from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.programme.models import Criterion
from otameshi.programme.rubric_models import RubricVersion
from otameshi.selection.placed import Placement
from otameshi.selection.ranking import UNKNOWN, Marks, Scale, Standing, standing
from otameshi.selection.rules import Outcome, SheetState, State
from otameshi.selection.screening import Finding, findings, restored


class Candidacy(Model):
    """選考の対象: begins when an officer opens the pile after the call has closed."""

    __tablename__ = "candidacies"
    __table_args__ = (
        CheckConstraint("state <> 'proposed' OR proposal IS NOT NULL", name="proposal_made"),
        CheckConstraint(
            "state NOT IN ('selected', 'waitlisted', 'rejected', 'ineligible') "
            "OR decided_by_id IS NOT NULL",
            name="decided_by_somebody",
        ),
        CheckConstraint("decided_by_id <> proposed_by_id", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), unique=True)
    state: Mapped[State] = mapped_column(default=State.SCREENING, index=True)
    # The automatic findings as they stood when the officer confirmed or overruled them.
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    proposal: Mapped[Outcome | None]
    waitlist_rank: Mapped[int | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    document_number: Mapped[str | None] = mapped_column(unique=True)
    # What the applicant was told last, and when: a decision is not told before its notice leaves.
    told: Mapped[State | None]
    told_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]  # until when an offered place is to be answered
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    application: Mapped[Application] = relationship()
    sheets: Mapped[list["Sheet"]] = relationship(
        back_populates="candidacy", order_by="Sheet.id", cascade="all, delete-orphan"
    )
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    placement: Mapped[Placement | None] = relationship(cascade="all, delete-orphan")

    @property
    def title(self) -> str:
        return self.application.title

    def tell(self, at: datetime) -> None:
        """Note that the applicant now knows of the state as it stands."""
        self.told, self.told_at = self.state, at

    @property
    def heads(self) -> int:
        """Return how many people (名) would come."""
        return len(self.application.members)

    @property
    def found(self) -> tuple[Finding, ...]:
        """Return the findings an officer decided on; before that, as the application stands."""
        if self.findings is None:
            return findings(self.application.fact, self.application.call.year.terms)
        return tuple(restored(one) for one in self.findings)

    def standing(
        self,
        scales: Sequence[Scale],
        interview: Fraction | None = None,
        severity: Mapping[int, Fraction] = UNKNOWN,
    ) -> Standing:
        """Say what the sheets come to by the year's method (ranking.py).

        Who is decided stands as the rubric stood then; `scales` are those of today.
        """
        year = self.application.call.year
        method = year.selection_plan.fact
        then = year.rubric_at(self.decided_at) if self.decided_at else None
        if then is not None:
            scales = scales_of(then)
        return standing(scales, [each.marks for each in self.sheets], method, interview, severity)


class Sheet(Model):
    """採点票: one reviewer's view of one candidate."""

    __tablename__ = "sheets"
    __table_args__ = (UniqueConstraint("candidacy_id", "reviewer_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[SheetState] = mapped_column(default=SheetState.ASSIGNED)
    comment: Mapped[str] = mapped_column(default="")
    # What was written on criteria that have no points yet, by the criterion's id.
    remarks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    finished_at: Mapped[datetime | None]
    saved_at: Mapped[datetime | None]
    saved_tab: Mapped[str] = mapped_column(default="")  # the opened page that saved while typing
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    candidacy: Mapped[Candidacy] = relationship(back_populates="sheets")
    reviewer: Mapped[Person] = relationship()
    scores: Mapped[list["Score"]] = relationship(
        back_populates="sheet", cascade="all, delete-orphan"
    )

    @property
    def marks(self) -> Marks:
        points = {score.criterion_id: score.points for score in self.scores}
        why = self.comment if self.state is SheetState.ABSTAINED else ""
        return Marks(self.reviewer.name, self.state, points, self.reviewer_id, why)

    @property
    def answers(self) -> list["Score"]:
        """Return the points on what the rubric asks now, in its order."""
        asked = [one for one in self.scores if one.criterion.retired_in is None]
        return sorted(asked, key=lambda one: one.criterion.position)


class Score(Model):
    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("sheet_id", "criterion_id"),
        CheckConstraint("points >= 1", name="on_the_scale"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criteria.id"))
    points: Mapped[int]
    comment: Mapped[str] = mapped_column(default="")

    sheet: Mapped[Sheet] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship(lazy="joined")


def scales_of(version: RubricVersion) -> list[Scale]:
    """Return the criteria as they stood in a version of the rubric."""
    return [
        Scale(one["key"], one["name"], one["weight"], one["most"], one["floor"])
        for one in version.content
    ]


def scale(criterion: Criterion) -> Scale:
    return Scale(criterion.id, criterion.name, criterion.weight, criterion.most, criterion.floor)
