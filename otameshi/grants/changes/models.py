"""A request under a grant, with what it compares: the terms before and after."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.grants.changes.minor import Terms
from otameshi.grants.changes.rules import EDITABLE, Kind, State
from otameshi.grants.models import Grant
from otameshi.people import Person

ONE_AT_A_TIME = text(
    "kind IN ('plan', 'suspend', 'abolish') AND state IN ('draft', 'asked', 'returned', 'checked')"
)


class GrantChange(Model):
    """変更承認, 中止・廃止, 事故報告 or 事前着手, from its draft to what became of it."""

    __tablename__ = "grant_changes"
    __table_args__ = (
        Index(
            "uq_grant_changes_open",
            "grant_id",
            unique=True,
            sqlite_where=ONE_AT_A_TIME,
            postgresql_where=ONE_AT_A_TIME,
        ),
        CheckConstraint(
            "(state IN ('approved', 'refused')) = "
            "(decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint(
            "state NOT IN ('checked', 'approved', 'refused', 'acknowledged') "
            "OR checked_by_id IS NOT NULL",
            name="checked_by_somebody",
        ),
        CheckConstraint(
            "decided_by_id <> checked_by_id AND decided_by_id <> asked_by_id", name="four_eyes"
        ),
        CheckConstraint("state IN ('draft', 'withdrawn') OR asked_on IS NOT NULL", name="asked"),
        CheckConstraint("state <> 'recorded' OR kind = 'plan'", name="only_a_plan_is_minor"),
        CheckConstraint("other_funds_after >= 0", name="funds_not_negative"),
        CheckConstraint(
            "state <> 'approved' OR kind IN ('early_start', 'accident') "
            "OR amount_after IS NOT NULL",
            name="amount_if_approved",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    kind: Mapped[Kind]
    state: Mapped[State] = mapped_column(default=State.DRAFT, index=True)
    what: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    considered: Mapped[str] = mapped_column(default="")
    alters_content: Mapped[bool] = mapped_column(default=False)  # 事業の目的・内容も変える
    # 着手・中止・廃止する日, the day of an accident, or the new last day of the period.
    day: Mapped[date | None]
    asked: Mapped[Yen | None]  # 変更後の交付決定額; None asks for no more than is decided
    # What was decided when the request was written, and what it came to.
    amount_before: Mapped[Yen | None]
    amount_after: Mapped[Yen | None]
    cap_before: Mapped[Yen | None]
    cap_after: Mapped[Yen | None]
    heads_before: Mapped[int | None]  # 名
    heads_after: Mapped[int | None]
    last_day_before: Mapped[date | None]
    last_day_after: Mapped[date | None]
    other_funds_before: Mapped[Yen] = mapped_column(default=Yen(0))
    other_funds_after: Mapped[Yen] = mapped_column(default=Yen(0))
    asked_on: Mapped[date | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_on: Mapped[date | None]
    document_number: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    grant: Mapped[Grant] = relationship()
    lines: Mapped[list["GrantChangeLine"]] = relationship(
        cascade="all, delete-orphan", order_by="GrantChangeLine.id", back_populates="change"
    )
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    checked_by: Mapped[Person | None] = relationship(foreign_keys=[checked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def before(self) -> Terms | None:
        """Return the terms that the request starts from; a request before 交付決定 has none."""
        if self.amount_before is None or self.heads_before is None or self.last_day_before is None:
            return None
        return Terms(
            plan={line.kind: line.before for line in self.lines},
            other_funds=self.other_funds_before,
            amount=self.amount_before,
            cap=self.cap_before,
            heads=self.heads_before,
            last_day=self.last_day_before,
        )

    @property
    def after(self) -> Terms | None:
        """Return the terms that it leads to: as they were computed last."""
        if self.amount_after is None or self.heads_after is None or self.last_day_after is None:
            return None
        return Terms(
            plan={line.kind: line.after for line in self.lines},
            other_funds=self.other_funds_after,
            amount=self.amount_after,
            cap=self.cap_after,
            heads=self.heads_after,
            last_day=self.last_day_after,
        )


class GrantChangeLine(Model):
    """One kind of cost in the 経費の配分, before and after."""

    __tablename__ = "grant_change_lines"
    __table_args__ = (
        UniqueConstraint("change_id", "kind"),
        CheckConstraint("before >= 0 AND after >= 0", name="amounts_not_negative"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("grant_changes.id"), index=True)
    kind: Mapped[str]
    before: Mapped[Yen]
    after: Mapped[Yen]
    note: Mapped[str] = mapped_column(default="")

    change: Mapped[GrantChange] = relationship(back_populates="lines")
