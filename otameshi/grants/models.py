"""交付: what a group asked for, what it was promised, and the rules frozen into that promise."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.yen import Yen, total
from otameshi.db import Key, Model
from otameshi.grants.reckoning import Budget, PlanFact
from otameshi.grants.rules import EDITABLE, State
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.models import RulebookVersion


class Grant(Model):
    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('decided', 'abolished', 'retracted', 'cancelled')) = (amount IS NOT NULL)",
            name="amount_if_decided",
        ),
        CheckConstraint("amount IS NULL OR rulebook_id IS NOT NULL", name="rules_frozen"),
        CheckConstraint("amount IS NULL OR amount <= cap", name="within_the_cap"),
        CheckConstraint(
            "amount > 0 OR (amount = 0 AND state = 'abolished')", name="amount_positive"
        ),
        CheckConstraint("own_funds >= 0 AND other_funds >= 0", name="funds_not_negative"),
        CheckConstraint(
            "state NOT IN ('applied', 'checked', 'decided', 'abolished', 'retracted', 'cancelled') "
            "OR asked IS NOT NULL",
            name="asked_if_applied",
        ),
        CheckConstraint("decided_by_id <> checked_by_id", name="four_eyes"),
        # Who was promised how much, without reading a row.
        Index("ix_grants_figures", "participation_id", "state", "amount"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participations.id"), unique=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT, index=True)
    purpose: Mapped[str] = mapped_column(default="")  # 事業の目的・内容
    other_support: Mapped[str] = mapped_column(default="")
    pledged: Mapped[bool] = mapped_column(default=False)  # 暴力団排除等の誓約
    asked: Mapped[Yen | None]  # 交付申請額; None until it is applied for: all that is allowed
    own_funds: Mapped[Yen] = mapped_column(default=Yen(0))  # 自己資金: what nobody else pays
    other_funds: Mapped[Yen] = mapped_column(default=Yen(0))  # ほかの補助金・支援の額
    applied_on: Mapped[date | None]
    early_from: Mapped[date | None]  # 事前着手: the day from which it was approved
    # Frozen at 交付決定: what a claim is judged by, whatever the year's rules become later.
    amount: Mapped[Yen | None]  # 交付決定額
    cap: Mapped[Yen | None]  # 上限: per person by the cohort's size, times the heads
    heads: Mapped[int | None]  # 名
    cohort_heads: Mapped[int | None]  # 名, the whole year's
    rulebook_id: Mapped[int | None] = mapped_column(ForeignKey("rulebooks.id"))
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    paid_by: Mapped[date | None]
    document_number: Mapped[str | None] = mapped_column(unique=True)
    decided_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    participation: Mapped[Participation] = relationship()
    rulebook: Mapped[RulebookVersion | None] = relationship()
    plan: Mapped[list["GrantPlanLine"]] = relationship(
        cascade="all, delete-orphan", order_by="GrantPlanLine.id", back_populates="grant"
    )
    checked_by: Mapped[Person | None] = relationship(foreign_keys=[checked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def grantee(self) -> Person:
        return self.participation.representative

    @property
    def expenditure(self) -> Yen:
        return total(line.amount for line in self.plan)

    @property
    def plan_facts(self) -> list[PlanFact]:
        return [PlanFact(line.kind, line.amount) for line in self.plan]

    @property
    def budget(self) -> Budget:
        """Return the 収支予算書 as it was applied for."""
        return Budget(self.asked or Yen(0), self.own_funds, self.other_funds, self.expenditure)

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE


class GrantPlanLine(Model):
    """One line of the 収支予算書's expenditure."""

    __tablename__ = "grant_plan_lines"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[Yen]
    note: Mapped[str] = mapped_column(default="")

    grant: Mapped[Grant] = relationship(back_populates="plan")
