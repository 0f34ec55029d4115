"""Banks and branches as the list has them, the accounts of a grant, and what is paid in advance."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.account import AccountKind, Destination
from otameshi.claims.invoicing import names
from otameshi.claims.invoicing.rules import AdvanceState, Side
from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.files.models import Attachment
from otameshi.grants.models import Grant
from otameshi.people import Person


class BankList(Model):
    """One time that the list was brought in: what it held, and of which day it is."""

    __tablename__ = "bank_lists"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    source: Mapped[str]
    dated: Mapped[date]
    banks: Mapped[int]
    branches: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person | None] = relationship()


class Bank(Model):
    """金融機関; `name` is the whole name, `key` what a search looks into."""

    __tablename__ = "banks"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kana: Mapped[str]
    key: Mapped[str]
    gone_on: Mapped[date | None]  # the day of the first list without it

    @property
    def title(self) -> str:
        return self.name


class Branch(Model):
    """店舗 of a bank."""

    __tablename__ = "branches"

    bank_code: Mapped[str] = mapped_column(ForeignKey("banks.code"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kana: Mapped[str]
    key: Mapped[str]
    gone_on: Mapped[date | None]

    bank: Mapped[Bank] = relationship()

    @property
    def title(self) -> str:
        return names.branch_name(self.bank_code, self.name)


UNDER_WAY = text("state IN ('asked', 'checked', 'approved', 'unpaid')")


class GrantAccount(Model):
    """振込先 that a group named for its grant. A row never changes: a correction is a new one."""

    __tablename__ = "grant_accounts"
    __table_args__ = (
        CheckConstraint("(bank_code IS NULL) = (branch_code IS NULL)", name="whole_code"),
        CheckConstraint("length(number) = 7", name="seven_figures"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    bank: Mapped[str]
    branch: Mapped[str]
    bank_code: Mapped[str | None]  # None where the list of banks did not have it
    bank_kana: Mapped[str]
    branch_code: Mapped[str | None]
    branch_kana: Mapped[str]
    kind: Mapped[AccountKind]
    number: Mapped[str]
    holder: Mapped[str]  # 口座名義カナ
    remark: Mapped[str] = mapped_column(default="")  # what the office should compare
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))

    grant: Mapped[Grant] = relationship()
    pages: Mapped[list["PassbookPage"]] = relationship(
        order_by="PassbookPage.id", back_populates="account"
    )

    @property
    def destination(self) -> Destination:
        return Destination(
            self.bank,
            self.branch,
            self.kind,
            self.number,
            self.holder,
            self.bank_code,
            self.branch_code,
        )


class PassbookPage(Model):
    """A picture of the passbook, that shows its cover or its inner spread."""

    __tablename__ = "passbook_pages"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("grant_accounts.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)
    side: Mapped[Side]

    account: Mapped[GrantAccount] = relationship(back_populates="pages")
    attachment: Mapped[Attachment] = relationship(lazy="joined")


class Advance(Model):
    """概算払: a part of 交付決定額 before the work is done; one at a time is under way."""

    __tablename__ = "advances"
    __table_args__ = (
        Index(
            "uq_advances_one_under_way",
            "grant_id",
            unique=True,
            sqlite_where=UNDER_WAY,
            postgresql_where=UNDER_WAY,
        ),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("approved_by_id <> checked_by_id", name="four_eyes"),
        CheckConstraint(
            "paid_by_id <> approved_by_id AND paid_by_id <> checked_by_id", name="paid_by_a_third"
        ),
        CheckConstraint(
            "state NOT IN ('approved', 'unpaid', 'paid') OR (document_number IS NOT NULL"
            " AND approved_by_id IS NOT NULL AND approved_on IS NOT NULL)",
            name="approved_by_somebody",
        ),
        CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL)"
            " AND (state = 'paid') = (voucher IS NOT NULL)"
            " AND (state = 'paid') = (paid_by_id IS NOT NULL)",
            name="paid_on_a_day",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("grant_accounts.id"))
    amount: Mapped[Yen]
    reason: Mapped[str]  # 概算払を必要とする理由
    state: Mapped[AdvanceState] = mapped_column(default=AdvanceState.ASKED, index=True)
    asked_on: Mapped[date]
    document_number: Mapped[str | None] = mapped_column(unique=True)
    approved_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    paid_on: Mapped[date | None]
    voucher: Mapped[str | None]  # 支出命令番号
    paid_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    grant: Mapped[Grant] = relationship()
    account: Mapped[GrantAccount] = relationship()
    checked_by: Mapped[Person | None] = relationship(foreign_keys=[checked_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    paid_by: Mapped[Person | None] = relationship(foreign_keys=[paid_by_id])

    @property
    def title(self) -> str:
        return f"{self.grant.participation.title}　概算払"
