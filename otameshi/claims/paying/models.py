"""Payment runs and what each pays, with the accounts as they were when it was prepared."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.account import AccountKind
from otameshi.claims.models import Claim, Payment
from otameshi.claims.paying.rules import WITH_FILE, Fault, ItemState, State
from otameshi.claims.paying.zengin import Account, Transfer
from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

LIVE = text("state IN ('pending', 'paid')")


class PaymentRun(Model):
    """振込: what leaves on one day in one file; two people stand behind it."""

    __tablename__ = "payment_runs"
    __table_args__ = (
        UniqueConstraint("year_id", "number"),
        CheckConstraint("approved_by_id <> prepared_by_id", name="four_eyes"),
        CheckConstraint(
            "state NOT IN ('approved', 'sent', 'done') OR (approved_by_id IS NOT NULL"
            " AND approved_at IS NOT NULL AND count IS NOT NULL AND total IS NOT NULL)",
            name="approved_with_its_sum",
        ),
        CheckConstraint("count > 0 AND total > 0", name="pays_something"),
        CheckConstraint("state NOT IN ('sent', 'done') OR sha256 IS NOT NULL", name="sent_as_file"),
        CheckConstraint("state <> 'done' OR paid_on IS NOT NULL", name="done_on_a_day"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"))
    number: Mapped[int]
    pay_on: Mapped[date]  # 振込指定日
    state: Mapped[State] = mapped_column(default=State.PREPARED, index=True)
    payer: Mapped[dict[str, Any]]  # as the year said when the run was prepared
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    count: Mapped[int | None]
    total: Mapped[Yen | None]
    sha256: Mapped[str | None]  # of the file
    sent_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    voucher: Mapped[str] = mapped_column(default="")  # 支出命令番号
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship()
    prepared_by: Mapped[Person] = relationship(foreign_keys=[prepared_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    items: Mapped[list["PaymentRunItem"]] = relationship(
        back_populates="run", order_by="PaymentRunItem.id"
    )

    @property
    def title(self) -> str:
        return f"第{self.number}回"

    @property
    def has_file(self) -> bool:
        return self.state in WITH_FILE


class PaymentRunItem(Model):
    """One transfer of a run. A claim has at most one that is under way or arrived."""

    __tablename__ = "payment_run_items"
    __table_args__ = (
        Index(
            "uq_payment_run_items_one_live",
            "claim_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(state = 'failed') = (fault IS NOT NULL)", name="failed_for_a_reason"),
        CheckConstraint("state <> 'paid' OR payment_id IS NOT NULL", name="paid_by_a_payment"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payment_runs.id"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    amount: Mapped[Yen]
    bank_code: Mapped[str]
    bank_kana: Mapped[str]
    branch_code: Mapped[str]
    branch_kana: Mapped[str]
    account_kind: Mapped[AccountKind]
    account_number: Mapped[str]
    holder: Mapped[str]
    state: Mapped[ItemState] = mapped_column(default=ItemState.PENDING)
    fault: Mapped[Fault | None]
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), unique=True)

    run: Mapped[PaymentRun] = relationship(back_populates="items")
    claim: Mapped[Claim] = relationship()
    payment: Mapped[Payment | None] = relationship()

    @property
    def account(self) -> Account:
        return Account(
            self.bank_code,
            self.bank_kana,
            self.branch_code,
            self.branch_kana,
            self.account_kind.value,
            self.account_number,
        )

    @property
    def transfer(self) -> Transfer:
        return Transfer(self.claim.title, self.account, self.holder, self.amount, self.claim_id)
