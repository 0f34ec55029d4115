"""What is kept beside the remarks: prints and readings of pictures, and what people said of them.

The remarks themselves are computed each time.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.claims.doubts.facts import Kind
from otameshi.claims.doubts.pairs import bands
from otameshi.claims.models import ClaimLine
from otameshi.core.yen import Yen
from otameshi.db import Key, Model
from otameshi.files.likeness import FINE_BITS, NEAR_BITS, Print
from otameshi.files.models import Attachment
from otameshi.people import Person

Index("ix_claim_lines_day_amount", ClaimLine.incurred_on, ClaimLine.amount)
Index("ix_claim_lines_way", ClaimLine.origin, ClaimLine.destination)
Index("ix_attachments_sha256", Attachment.sha256)


class ReceiptPrint(Model):
    """The print of a receipt's picture, made once; without bits where it is no picture.

    Each band is 16 of the 64 bits: two prints at most three bits apart share one of the four.
    """

    __tablename__ = "receipt_prints"
    __table_args__ = (
        CheckConstraint("(near IS NULL) = (fine IS NULL)", name="whole"),
        *(Index(f"ix_receipt_prints_band{n}", f"band{n}") for n in range(4)),
    )

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    near: Mapped[str | None]  # 64 bits, hexadecimal
    fine: Mapped[str | None]  # 1,024 bits, hexadecimal
    band0: Mapped[int | None]
    band1: Mapped[int | None]
    band2: Mapped[int | None]
    band3: Mapped[int | None]

    @classmethod
    def of(cls, attachment_id: int, found: Print | None) -> "ReceiptPrint":
        if found is None:
            return cls(attachment_id=attachment_id)
        band0, band1, band2, band3 = bands(found.near)
        return cls(
            attachment_id=attachment_id,
            near=f"{found.near:0{NEAR_BITS // 4}x}",
            fine=f"{found.fine:0{FINE_BITS // 4}x}",
            band0=band0,
            band1=band1,
            band2=band2,
            band3=band3,
        )


class ReceiptReading(Model):
    """What a machine read from a receipt: a suggestion, and all empty where it read nothing."""

    __tablename__ = "receipt_readings"
    __table_args__ = (CheckConstraint("total > 0", name="total_positive"),)

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    on: Mapped[date | None]
    total: Mapped[Yen | None]
    number: Mapped[str] = mapped_column(default="")  # 登録番号
    at: Mapped[datetime]


class LineExplanation(Model):
    """What a group says of one kind of remark on one of its lines; the last word stands."""

    __tablename__ = "line_explanations"
    __table_args__ = (
        UniqueConstraint("line_id", "kind"),
        CheckConstraint("words <> ''", name="says_something"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("claim_lines.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    words: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]


class DoubtLook(Model):
    """That an officer has looked at a remark; new evidence opens it again."""

    __tablename__ = "doubt_looks"
    __table_args__ = (
        UniqueConstraint("line_id", "kind"),
        CheckConstraint("note <> ''", name="says_why"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("claim_lines.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    covers: Mapped[list[str]]  # what was said, and the lines that it rested on
    note: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")
