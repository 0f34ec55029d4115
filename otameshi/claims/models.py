"""Claims as they are kept: the claim, its lines, their receipts, the invoice and the payment."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.account import AccountKind, Destination
from otameshi.claims.invoicing.models import GrantAccount
from otameshi.claims.invoicing.rules import difference
from otameshi.claims.judged import Expense
from otameshi.claims.proof import PaidWith
from otameshi.claims.rules import EDITABLE, State, Verdict, may_change
from otameshi.core.period import Period
from otameshi.core.yen import Yen, total
from otameshi.db import Key, Model
from otameshi.files.models import Attachment
from otameshi.grants.models import Grant
from otameshi.people import Person

STANDING = text("returned_on IS NULL")


class Claim(Model):
    """実績報告 and 請求 under one grant; a grant has at most one that is not yet settled."""

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("grant_id", "round"),
        Index(
            "uq_claims_one_open",
            "grant_id",
            unique=True,
            sqlite_where=text("settled IS NULL"),
            postgresql_where=text("settled IS NULL"),
        ),
        CheckConstraint(
            "(state IN ('settled', 'closed', 'invoiced', 'paid')) = (settled IS NOT NULL)",
            name="settled_if_fixed",
        ),
        CheckConstraint("settled IS NULL OR settled >= 0", name="settled_not_negative"),
        CheckConstraint("settled <> 0 OR settled_why <> ''", name="nothing_for_a_reason"),
        CheckConstraint(
            "state NOT IN ('invoiced', 'paid') OR settled > set_off", name="invoiced_for_something"
        ),
        CheckConstraint(
            "set_off >= 0 AND set_off <= coalesce(settled, 0)", name="set_off_of_the_settled"
        ),
        CheckConstraint("state <> 'closed' OR set_off = settled", name="closed_without_payment"),
        CheckConstraint("settled_by_id <> checked_by_id", name="four_eyes"),
        CheckConstraint(
            "state NOT IN ('invoiced', 'paid') OR account_number IS NOT NULL",
            name="account_if_invoiced",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("grants.id"), index=True)
    round: Mapped[int]
    state: Mapped[State] = mapped_column(default=State.DRAFT, index=True)
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # moves with every line, so that `version` speaks for them too
    rounds_returned: Mapped[int] = mapped_column(default=0)  # 差戻しの回数
    submitted_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")  # 活動の内容と成果
    settled: Mapped[Yen | None]  # 確定額
    settled_why: Mapped[str] = mapped_column(default="")  # why it is 0円, as the notice says it
    set_off: Mapped[Yen] = mapped_column(default=Yen(0))  # 精算: what 概算払 has paid of it
    settled_on: Mapped[date | None]
    document_number: Mapped[str | None] = mapped_column(unique=True)
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    # 請求書
    invoiced_on: Mapped[date | None]
    bank: Mapped[str | None]
    branch: Mapped[str | None]
    bank_code: Mapped[str | None]  # None where the list of banks did not have it
    bank_kana: Mapped[str | None]
    branch_code: Mapped[str | None]
    branch_kana: Mapped[str | None]
    account_kind: Mapped[AccountKind | None]
    account_number: Mapped[str | None]
    account_holder: Mapped[str | None]  # 口座名義カナ
    holder_remark: Mapped[str] = mapped_column(default="")  # what the office should compare
    account_id: Mapped[int | None] = mapped_column(ForeignKey("grant_accounts.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    grant: Mapped[Grant] = relationship()
    lines: Mapped[list["ClaimLine"]] = relationship(
        cascade="all, delete-orphan", order_by="ClaimLine.id", back_populates="claim"
    )
    shares: Mapped[list["SettledShare"]] = relationship(
        order_by="SettledShare.id", back_populates="claim"
    )
    payments: Mapped[list["Payment"]] = relationship(back_populates="claim", order_by="Payment.id")
    # The one that did not come back.
    payment: Mapped["Payment | None"] = relationship(
        primaryjoin="and_(Claim.id == Payment.claim_id, Payment.returned_on.is_(None))",
        viewonly=True,
    )
    checked_by: Mapped[Person | None] = relationship(foreign_keys=[checked_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])
    account: Mapped[GrantAccount | None] = relationship()

    @property
    def payable(self) -> Yen:
        """Return what is asked for and paid: 確定額 without what 概算払 has paid of it."""
        return difference(self.settled or Yen(0), self.set_off).to_pay

    @property
    def destination(self) -> Destination | None:
        """Return the account of the last invoice, also after its transfer came back."""
        if self.account_kind is None:
            return None
        return Destination(
            self.bank or "",
            self.branch or "",
            self.account_kind,
            self.account_number or "",
            self.account_holder or "",
            self.bank_code,
            self.branch_code,
        )

    @property
    def claimant(self) -> Person:
        return self.grant.participation.representative

    @property
    def title(self) -> str:
        return f"{self.grant.participation.title}　第{self.round}回"

    @property
    def claimed(self) -> Yen:
        return total(line.amount for line in self.lines)

    @property
    def verdicts(self) -> list[Verdict]:
        return [line.verdict for line in self.lines]

    @property
    def confirmed(self) -> int:
        """Return how many lines the office has judged."""
        return sum(verdict is not Verdict.OPEN for verdict in self.verdicts)

    @property
    def editable(self) -> bool:
        return self.state in EDITABLE


class SettledShare(Model):
    """What of a claim's 確定額 falls to one 費目, as the rules divided it on that day."""

    __tablename__ = "settled_shares"
    __table_args__ = (
        UniqueConstraint("claim_id", "kind"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"))
    kind: Mapped[str]
    amount: Mapped[Yen]

    claim: Mapped[Claim] = relationship(back_populates="shares")


class ClaimLine(Model):
    """経費明細の一行; `kind`, `sub_kind` and `contract` are words of the frozen rulebook."""

    __tablename__ = "claim_lines"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("reduced_to IS NULL OR reduced_to <= amount", name="reduced_downwards"),
        CheckConstraint("(verdict = 'reduced') = (reduced_to IS NOT NULL)", name="reduced_to_what"),
        CheckConstraint("reduced_to IS NULL OR reduced_to >= 0", name="reduced_not_negative"),
        CheckConstraint(
            "verdict NOT IN ('reduced', 'returned') OR reason <> ''", name="reason_given"
        ),
        CheckConstraint(
            "registration_number = '' OR length(registration_number) = 14",
            name="registration_number_whole",
        ),
        CheckConstraint("distance_m > 0", name="distance_positive"),
        CheckConstraint("toll >= 0", name="toll_not_negative"),
        CheckConstraint("usual_fare > 0", name="usual_fare_positive"),
        CheckConstraint("(used_from IS NULL) = (used_to IS NULL)", name="used_whole"),
        CheckConstraint("used_from <= used_to", name="used_forwards"),
        CheckConstraint("visit > 0", name="visit_positive"),
        CheckConstraint("nights >= 0", name="nights_not_negative"),
        CheckConstraint("supported >= 0", name="supported_not_negative"),
        CheckConstraint("business_percent BETWEEN 1 AND 100", name="business_a_part"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    kind: Mapped[str]
    sub_kind: Mapped[str] = mapped_column(default="")
    contract: Mapped[str] = mapped_column(default="")
    incurred_on: Mapped[date]  # 発生日 (利用日・乗車日)
    paid_on: Mapped[date]  # 支払日
    payee: Mapped[str]
    registration_number: Mapped[str] = mapped_column(default="")  # 登録番号: T and 13 digits
    purpose: Mapped[str]
    amount: Mapped[Yen]  # 税込
    paid_with: Mapped[PaidWith] = mapped_column(default=PaidWith.UNSAID)
    traveller: Mapped[str] = mapped_column(default="")  # who travelled, or used it
    origin: Mapped[str] = mapped_column(default="")
    destination: Mapped[str] = mapped_column(default="")
    round_trip: Mapped[bool | None]
    route: Mapped[str] = mapped_column(default="")
    distance_m: Mapped[int | None]
    toll: Mapped[Yen | None]  # 高速道路の料金, a part of the amount
    usual_fare: Mapped[Yen | None]  # of the ordinary economic route, both ways where it is a return
    used_from: Mapped[date | None]  # the time that is paid for
    used_to: Mapped[date | None]
    visit: Mapped[int | None]  # 来県の回
    nights: Mapped[int] = mapped_column(default=0)
    supported: Mapped[Yen] = mapped_column(default=Yen(0))  # what others bore of it
    business_percent: Mapped[int] = mapped_column(default=100)
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.OPEN)
    reduced_to: Mapped[Yen | None]
    reason: Mapped[str] = mapped_column(default="")

    claim: Mapped[Claim] = relationship(back_populates="lines")
    receipts: Mapped[list["Receipt"]] = relationship(
        cascade="all, delete-orphan", order_by="Receipt.id", back_populates="line"
    )

    @property
    def papers(self) -> frozenset[str]:
        """Return what the line's receipts show, in words of the rulebook."""
        return frozenset(paper for receipt in self.receipts for paper in receipt.shows)

    @property
    def used(self) -> Period | None:
        """Return the time that is paid for, where it was asked for."""
        if self.used_from is None or self.used_to is None:
            return None
        return Period(self.used_from, self.used_to)

    @property
    def changeable(self) -> bool:
        returned = self.claim.state is State.RETURNED
        some = returned and Verdict.RETURNED in self.claim.verdicts
        return may_change(self.claim.state, self.verdict, some_returned=some)

    @property
    def expense(self) -> Expense:
        return Expense(
            key=str(self.id),
            kind=self.kind,
            sub_kind=self.sub_kind,
            contract=self.contract,
            incurred_on=self.incurred_on,
            paid_on=self.paid_on,
            amount=self.amount,
            papers=self.papers,
            traveller=self.traveller,
            used=self.used,
            distance_m=self.distance_m or 0,
            visit=self.visit,
            nights=self.nights,
            supported=self.supported,
            business_percent=self.business_percent,
            verdict=self.verdict,
            reduced_to=self.reduced_to,
        )


class Receipt(Model):
    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("claim_lines.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), unique=True)
    shows: Mapped[list[str]]  # the rulebook's papers (領収書, 契約書, …) that this file is

    line: Mapped[ClaimLine] = relationship(back_populates="receipts")
    attachment: Mapped[Attachment] = relationship(lazy="joined")


class Payment(Model):
    """支払: one for each claim among those that did not come back. No row is ever taken away."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "(returned_on IS NULL) = (returned_why = '')", name="returned_for_a_reason"
        ),
        Index(
            "uq_payments_one_standing",
            "claim_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), index=True)
    amount: Mapped[Yen]
    paid_on: Mapped[date]
    voucher: Mapped[str]  # 支出命令番号
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    returned_on: Mapped[date | None]  # 振込不能 (口座相違): the money came back
    returned_why: Mapped[str] = mapped_column(default="")

    claim: Mapped[Claim] = relationship(back_populates="payments")
    person: Mapped[Person] = relationship()
