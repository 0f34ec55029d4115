"""取消 of a decision, 返還命令, what came in under it, and what of its interest was waived."""

from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.after.interest import Charge, Order, Sum
from otameshi.claims.after.rules import Cancelling, Cause, Reason, Repaying
from otameshi.core.yen import Yen, total
from otameshi.db import Key, Model
from otameshi.grants.models import Grant
from otameshi.people import Person

DRAFT = text("state = 'prepared'")
LIVE = text("state <> 'dropped'")
WHOLE = 10_000  # basis points


class Cancellation(Model):
    """取消: `stands` is what of 交付決定額 remains, 0 for the whole. One draft at a time."""

    __tablename__ = "cancellations"
    __table_args__ = (
        Index(
            "uq_cancellations_one_draft",
            "grant_id",
            unique=True,
            sqlite_where=DRAFT,
            postgresql_where=DRAFT,
        ),
        CheckConstraint("stands >= 0 AND stands < amount_before", name="takes_something_back"),
        CheckConstraint("words <> ''", name="explained"),
        CheckConstraint("decided_by_id <> prepared_by_id", name="four_eyes"),
        CheckConstraint(
            "(state = 'decided') = (decided_by_id IS NOT NULL AND decided_on IS NOT NULL"
            " AND document_number IS NOT NULL)",
            name="decided_by_somebody",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    state: Mapped[Cancelling] = mapped_column(default=Cancelling.PREPARED, index=True)
    reason: Mapped[Reason]
    words: Mapped[str]  # the facts, in the office's own words
    amount_before: Mapped[Yen]
    stands: Mapped[Yen]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    prepared_on: Mapped[date]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_on: Mapped[date | None]
    document_number: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    grant: Mapped[Grant] = relationship()
    prepared_by: Mapped[Person] = relationship(foreign_keys=[prepared_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def whole(self) -> bool:
        return not self.stands

    @property
    def taken_back(self) -> Yen:
        return Yen(self.amount_before - self.stands)


class Repayment(Model):
    """返還命令: `received` is when the group got the money, as (day, yen)."""

    __tablename__ = "repayments"
    __table_args__ = (
        Index(
            "uq_repayments_one_for_a_cancellation",
            "cancellation_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("rate_basis_points >= 0", name="rate_not_negative"),
        CheckConstraint("NOT surcharged OR cause = 'cancelled'", name="surcharged_if_cancelled"),
        CheckConstraint(
            "(cause = 'cancelled') = (cancellation_id IS NOT NULL)", name="cancelled_by_something"
        ),
        CheckConstraint("ordered_by_id <> prepared_by_id", name="four_eyes"),
        CheckConstraint(
            "(state IN ('ordered', 'repaid')) = (ordered_by_id IS NOT NULL"
            " AND ordered_on IS NOT NULL AND due_on IS NOT NULL AND document_number IS NOT NULL)",
            name="ordered_by_somebody",
        ),
        CheckConstraint("due_on > ordered_on", name="due_after_the_order"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    cause: Mapped[Cause]
    cancellation_id: Mapped[int | None] = mapped_column(ForeignKey("cancellations.id"))
    state: Mapped[Repaying] = mapped_column(default=Repaying.PREPARED, index=True)
    amount: Mapped[Yen]
    received: Mapped[list[list[str | int]]] = mapped_column(JSON)
    surcharged: Mapped[bool]
    rate_basis_points: Mapped[int]
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    prepared_on: Mapped[date]
    ordered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    ordered_on: Mapped[date | None]
    due_on: Mapped[date | None]  # 納期日
    document_number: Mapped[str | None] = mapped_column(unique=True)
    repaid_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    grant: Mapped[Grant] = relationship()
    cancellation: Mapped[Cancellation | None] = relationship()
    prepared_by: Mapped[Person] = relationship(foreign_keys=[prepared_by_id])
    ordered_by: Mapped[Person | None] = relationship(foreign_keys=[ordered_by_id])
    receipts: Mapped[list["RepaymentReceipt"]] = relationship(
        back_populates="repayment", order_by="RepaymentReceipt.id"
    )
    waivers: Mapped[list["RepaymentWaiver"]] = relationship(
        back_populates="repayment", order_by="RepaymentWaiver.id"
    )

    @property
    def title(self) -> str:
        return f"{self.grant.participation.title}　返還（{self.cause.label}）"

    @property
    def percent(self) -> str:
        """Return the yearly rate as papers write it: 10.95."""
        return f"{self.rate_basis_points // 100}.{self.rate_basis_points % 100:02}"

    @property
    def sums(self) -> tuple[Sum, ...]:
        return tuple(Sum(date.fromisoformat(str(day)), Yen(int(yen))) for day, yen in self.received)

    def fact(self, due_on: date) -> Order:
        """Return the facts of the order; a draft has no 納期日 yet."""
        return Order(
            received=self.sums,
            due_on=self.due_on or due_on,
            rate=Fraction(self.rate_basis_points, WHOLE),
            surcharged=self.surcharged,
            waived_surcharge=self._waived(Charge.SURCHARGE),
            waived_late=self._waived(Charge.LATE),
        )

    def _waived(self, charge: Charge) -> Yen:
        return total(one.amount for one in self.waivers if one.charge is charge)

    @property
    def came(self) -> tuple[Sum, ...]:
        """Return what came in, without what was recorded by mistake."""
        return tuple(Sum(one.received_on, one.amount) for one in self.receipts if one.counts)


class RepaymentReceipt(Model):
    """納付: money that came in under an order. A row recorded by mistake is kept and says so."""

    __tablename__ = "repayment_receipts"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(voided_at IS NULL) = (voided_why = '')", name="voided_for_a_reason"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    repayment_id: Mapped[int] = mapped_column(ForeignKey("repayments.id"), index=True)
    amount: Mapped[Yen]
    received_on: Mapped[date]
    reference: Mapped[str]  # 納入通知書番号
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_why: Mapped[str] = mapped_column(default="")

    repayment: Mapped[Repayment] = relationship(back_populates="receipts")
    person: Mapped[Person] = relationship()

    @property
    def counts(self) -> bool:
        return self.voided_at is None


class RepaymentWaiver(Model):
    """免除 of a part of 加算金 or 延滞金 (第19条第3項)."""

    __tablename__ = "repayment_waivers"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    repayment_id: Mapped[int] = mapped_column(ForeignKey("repayments.id"), index=True)
    charge: Mapped[Charge]
    amount: Mapped[Yen]
    reason: Mapped[str]
    waived_on: Mapped[date]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    repayment: Mapped[Repayment] = relationship(back_populates="waivers")
    person: Mapped[Person] = relationship()
