"""Document numbers (文書番号) and receipt numbers: no gaps, never given twice."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from otameshi.db import Key, Model, db


class Counter(Model):
    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("series", "fiscal_year"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    series: Mapped[str]
    fiscal_year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


def following(series: str, fiscal_year: int) -> int:
    """Take the next number of a series in a 年度; it is given back if the transaction fails."""
    row = Counter.__table__
    where = {"series": series, "fiscal_year": fiscal_year}
    taken = db.session.scalar(
        db.update(Counter)
        .filter_by(**where)
        .values(last=Counter.last + 1)
        .returning(Counter.last)
        .execution_options(synchronize_session=False)
    )
    if taken is not None:
        return int(taken)
    db.session.execute(db.insert(row).values(**where, last=1))
    return 1
