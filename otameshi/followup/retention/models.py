"""How a 年度 counts who keeps a base."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.core.questions import Condition
from otameshi.db import Key, Model
from otameshi.followup.retention.meaning import Denominator, Members, Rounding, Unit
from otameshi.followup.retention.rules import Counting
from otameshi.programme.models import ProgrammeYear


class RetentionPlan(Model):
    """拠点維持の数え方 of a year: a matter of the year, whatever its waves ask."""

    __tablename__ = "retention_plans"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("programme_years.id"), unique=True)
    # [{"source": key of a question, "values": [answers]}]: any of them is a base.
    keeps: Mapped[list[dict[str, Any]]]
    # In the same form: any of them, without a base, is neither a base nor none.
    undecided: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    members: Mapped[Members] = mapped_column(default=Members.ANY)
    unit: Mapped[Unit] = mapped_column(default=Unit.GROUP)
    denominator: Mapped[Denominator] = mapped_column(default=Denominator.ALL)
    rounding: Mapped[Rounding] = mapped_column(default=Rounding.HALF_UP)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    year: Mapped[ProgrammeYear] = relationship()

    @property
    def counting(self) -> Counting:
        return Counting(
            self.conditions,
            self.members,
            self.unit,
            self.denominator,
            self.rounding,
            read(self.undecided),
        )

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return read(self.keeps)


def read(written: Iterable[dict[str, Any]]) -> tuple[Condition, ...]:
    """Return conditions that were kept as JSON."""
    return tuple(Condition(one["source"], tuple(one["values"])) for one in written)


def written(keeps: tuple[Condition, ...]) -> list[dict[str, Any]]:
    """Return conditions as a plan keeps them."""
    return [{"source": one.source, "values": list(one.values)} for one in keeps]
