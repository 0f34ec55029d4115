"""Document numbers (文書番号) and receipt numbers: no gaps, never given twice."""

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.db import Key, Model, db


class Counter(Model):
    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("series", "fiscal_year"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    series: Mapped[str]
    fiscal_year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


# One statement, so that of two who take the first number of a series one waits for the other.
NEXT = text(
    "INSERT INTO counters (series, fiscal_year, last) VALUES (:series, :fiscal_year, 1) "
    "ON CONFLICT (series, fiscal_year) DO UPDATE SET last = counters.last + 1 RETURNING last"
)


def following(series: str, fiscal_year: int) -> int:
    """Take the next number of a series in a 年度; it is given back if the transaction fails."""
    taken = db.session.execute(NEXT, {"series": series, "fiscal_year": fiscal_year})
    return int(taken.scalar_one())
