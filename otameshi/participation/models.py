"""A group that takes part: where, from when to when, and with whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.period import Period
from otameshi.db import Key, Model
from otameshi.participation.rules import Membership, State
from otameshi.people import Person
from otameshi.programme.models import Host, Office, ProgrammeYear
from otameshi.selection.models import Candidacy


class Participation(Model):
    """The unit of every figure: one 組 in one 年度, with a grant or without."""

    __tablename__ = "participations"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="runs_forward"),
        CheckConstraint(
            "(contract_first IS NULL) = (contract_last IS NULL)", name="contract_has_both_days"
        ),
        CheckConstraint("contract_first <= contract_last", name="contract_runs_forward"),
        CheckConstraint("state = 'declined' OR host_id IS NOT NULL", name="lives_somewhere"),
        # Who took part in which year, without reading a row.
        Index("ix_participations_figures", "state", "year_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id"), unique=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    title: Mapped[str]
    state: Mapped[State] = mapped_column(default=State.ACTIVE)
    host_id: Mapped[int | None] = mapped_column(ForeignKey("hosts.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    base_address: Mapped[str] = mapped_column(default="")
    contract_first: Mapped[date | None]  # of the base: 賃貸借契約・利用契約
    contract_last: Mapped[date | None]
    first_day: Mapped[date]
    last_day: Mapped[date]
    wants_grant: Mapped[bool]
    accepted_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    candidacy: Mapped[Candidacy] = relationship()
    year: Mapped[ProgrammeYear] = relationship()
    representative: Mapped[Person] = relationship()
    host: Mapped[Host | None] = relationship()
    office: Mapped[Office | None] = relationship()
    people: Mapped[list["Participant"]] = relationship(
        cascade="all, delete-orphan", order_by="Participant.position", back_populates="group"
    )

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    @property
    def memberships(self) -> list[Membership]:
        return [Membership(one.joined_on, one.left_on) for one in self.people]


class Participant(Model):
    """A member of the group, from the day of joining to the day of leaving."""

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("participation_id", "position"),
        CheckConstraint("left_on IS NULL OR joined_on <= left_on", name="runs_forward"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"))
    position: Mapped[int]
    name: Mapped[str]
    kana: Mapped[str]
    birth_date: Mapped[date | None]
    prefecture: Mapped[str]  # 参加前の居住地
    occupation: Mapped[str]
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    group: Mapped[Participation] = relationship(back_populates="people")
