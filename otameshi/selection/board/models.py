"""採択の案 as it is tried out: a scenario of a call, with an outcome for each candidate."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.rules import Outcome


class Scenario(Model):
    """A working paper: nothing of it counts until it is taken over as the proposal."""

    __tablename__ = "scenarios"
    __table_args__ = (
        UniqueConstraint("call_id", "name"),
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    name: Mapped[str]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    call: Mapped[Call] = relationship()
    saved_by: Mapped[Person] = relationship(foreign_keys=[saved_by_id])


class ScenarioChoice(Model):
    """What a scenario proposes for one candidate, and the score that this was chosen on."""

    __tablename__ = "scenario_choices"
    __table_args__ = (
        CheckConstraint(
            "outcome = 'waitlisted' OR waitlist_rank IS NULL", name="rank_on_the_waiting_list"
        ),
        CheckConstraint("office_id IS NULL OR host_id IS NOT NULL", name="office_in_a_town"),
    )

    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenarios.id"), primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(
        ForeignKey("candidacies.id"), primary_key=True, index=True
    )
    outcome: Mapped[Outcome]
    waitlist_rank: Mapped[int | None]
    score: Mapped[str] = mapped_column(default="")  # exact, as in 19/5; empty where there was none
    # Where an officer places the group in spite of the matching, and why.
    host_id: Mapped[int | None] = mapped_column(ForeignKey("hosts.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    place_note: Mapped[str] = mapped_column(default="")
