"""What a group asked for, why, and what the office answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.participation.asking.rules import Kind, Proposal, State
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person
from otameshi.programme.models import Host, Office

OPEN = text("state = 'asked'")


class ParticipationRequest(Model):
    """One 申出; a group has at most one of a kind that waits for its answer."""

    __tablename__ = "participation_requests"
    __table_args__ = (
        Index(
            "uq_participation_requests_one_open",
            "participation_id",
            "kind",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        CheckConstraint("kind <> 'period' OR first_day IS NOT NULL", name="period_from_when"),
        CheckConstraint("kind = 'base' OR last_day IS NOT NULL", name="until_when"),
        CheckConstraint("first_day <= last_day", name="runs_forward"),
        CheckConstraint("(kind = 'base') = (host_id IS NOT NULL)", name="base_where"),
        CheckConstraint(
            "(kind = 'member_leaving') = (participant_id IS NOT NULL)", name="who_leaves"
        ),
        CheckConstraint(
            "(state IN ('accepted', 'declined')) = (answered_by_id IS NOT NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint("state <> 'declined' OR answer <> ''", name="declined_with_reason"),
        CheckConstraint("note <> ''", name="asked_with_reason"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"), index=True)
    kind: Mapped[Kind]
    state: Mapped[State] = mapped_column(default=State.ASKED, index=True)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    host_id: Mapped[int | None] = mapped_column(ForeignKey("hosts.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    base_address: Mapped[str] = mapped_column(default="")
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"))
    note: Mapped[str]  # why
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    group: Mapped[Participation] = relationship()
    host: Mapped[Host | None] = relationship()
    office: Mapped[Office | None] = relationship()
    participant: Mapped[Participant | None] = relationship()
    answered_by: Mapped[Person | None] = relationship()

    @property
    def proposal(self) -> Proposal:
        return Proposal(
            kind=self.kind,
            first_day=self.first_day,
            last_day=self.last_day,
            host_id=self.host_id,
            office_id=self.office_id,
            base_address=self.base_address,
            participant_id=self.participant_id,
        )
