"""締めた年度: whether a year is closed. While it is, nothing is decided or paid in it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.states import Refused
from otameshi.core.wareki import fiscal_year_label
from otameshi.db import Key, Model, db
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear

STANDING = text("reopened_at IS NULL")


class YearClosing(Model):
    """One closing of a year, and its reopening; at most one of a year stands."""

    __tablename__ = "year_closings"
    __table_args__ = (
        Index(
            "uq_year_closings_standing",
            "year_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by_id IS NULL)"
            " AND (reopened_at IS NULL) = (reopened_why = '')",
            name="reopened_for_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), index=True)
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(default="")  # why it was closed with something left open
    reopened_at: Mapped[datetime | None]
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reopened_why: Mapped[str] = mapped_column(default="")

    year: Mapped[ProgrammeYear] = relationship()
    closed_by: Mapped[Person] = relationship(foreign_keys=[closed_by_id])
    reopened_by: Mapped[Person | None] = relationship(foreign_keys=[reopened_by_id])


def standing(year_id: int) -> Select[YearClosing]:
    return select(YearClosing).where(
        YearClosing.year_id == year_id, YearClosing.reopened_at.is_(None)
    )


def closed(year_id: int) -> bool:
    return db.session.scalar(standing(year_id)) is not None


def must_be_open(year: ProgrammeYear) -> None:
    """Refuse a decision or a payment in a year that is closed."""
    if closed(year.id):
        raise Refused(shut(year))


def shut(year: ProgrammeYear) -> str:
    return (
        f"{fiscal_year_label(year.fiscal_year)}は締めています。手続きが必要なときは、"
        "決裁者が理由を書いて年度を開いてください。"
    )
