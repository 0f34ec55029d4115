"""仕入控除税額報告 as kept: one for each grant, from its first report on."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.after.models import Repayment
from otameshi.claims.taxes.rules import Standing, State, wants_order
from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.files.models import Attachment
from otameshi.grants.models import Grant
from otameshi.people import Person


class TaxReport(Model):
    __tablename__ = "tax_reports"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("standing = 'general' OR amount = 0", name="nothing_back"),
        CheckConstraint(
            "standing <> 'general' OR (words <> '' AND attachment_id IS NOT NULL)", name="shown"
        ),
        CheckConstraint("state <> 'none'", name="reported"),
        CheckConstraint(
            "(state = 'acknowledged') = (acknowledged_on IS NOT NULL)"
            " AND (state = 'acknowledged') = (acknowledged_by_id IS NOT NULL)",
            name="acknowledged_by_somebody",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), unique=True)
    state: Mapped[State] = mapped_column(index=True)
    standing: Mapped[Standing]
    amount: Mapped[Yen]  # 仕入控除税額のうち補助金に係る額
    words: Mapped[str] = mapped_column(default="")  # the computation, or why it is 0円
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"), unique=True)
    reported_on: Mapped[date]
    acknowledged_on: Mapped[date | None]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    repayment_id: Mapped[int | None] = mapped_column(ForeignKey("repayments.id"), unique=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    grant: Mapped[Grant] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    acknowledged_by: Mapped[Person | None] = relationship()
    repayment: Mapped[Repayment | None] = relationship()

    @property
    def wants_order(self) -> bool:
        order = None if self.repayment is None else self.repayment.state
        return wants_order(self.state, self.amount, order)
