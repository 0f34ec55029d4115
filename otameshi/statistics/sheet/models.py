"""What the prefecture published, kept as published beside what the system computes."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from otameshi.db import Key, Model
from otameshi.statistics.sheet.rules import Computed, IndicatorFact, Output


class Indicator(Model):
    """One row of the sheet; `computed` names the one that this system counts itself."""

    __tablename__ = "indicators"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)  # ②
    position: Mapped[int]
    name: Mapped[str]
    unit: Mapped[str]
    decimals: Mapped[int]  # 0 prints 12, 1 prints 73.7
    computed: Mapped[bool] = mapped_column(default=False)

    figures: Mapped[list["PublishedFigure"]] = relationship(
        back_populates="indicator", order_by="PublishedFigure.fiscal_year"
    )

    def fact(self, computed: dict[int, Computed]) -> IndicatorFact:
        return IndicatorFact(
            number=self.number,
            name=self.name,
            unit=self.unit,
            decimals=self.decimals,
            values={one.fiscal_year: one.value for one in self.figures},
            targets={one.fiscal_year: one.target for one in self.figures},
            computed=computed if self.computed else {},
            notes={one.fiscal_year: one.note for one in self.figures},
        )


class PublishedFigure(Model):
    """A cell of the published sheet. It is never recomputed."""

    __tablename__ = "published_figures"
    __table_args__ = (
        UniqueConstraint("indicator_id", "fiscal_year"),
        CheckConstraint("value IS NOT NULL OR target IS NOT NULL", name="says_something"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    fiscal_year: Mapped[int]
    value: Mapped[int | None]  # tenths of the unit: 737 is 73.7
    target: Mapped[int | None]  # tenths of the unit
    published_on: Mapped[date | None]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    indicator: Mapped[Indicator] = relationship(back_populates="figures")


class PublishedCount(Model):
    """A number of the published 取組実績, such as 19組: what was done in a 年度."""

    __tablename__ = "published_counts"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "output"),
        CheckConstraint("value >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    fiscal_year: Mapped[int]
    output: Mapped[Output]
    value: Mapped[int]
    published_on: Mapped[date | None]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class SettledCost(Model):
    """決算額 of a 年度, in 千円, as published (subsidy plus operation)."""

    __tablename__ = "settled_costs"
    __table_args__ = (CheckConstraint("thousands >= 0", name="not_negative"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(unique=True)
    thousands: Mapped[int]
    published_on: Mapped[date | None]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class SheetText(Model):
    """What the office writes about a 年度: why its figures are so, and what comes next."""

    __tablename__ = "sheet_texts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(unique=True)
    analysis: Mapped[str]  # 要因分析
    direction: Mapped[str]  # 今後の方向性
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class PublishedSheet(Model):
    """The head of a published sheet: which programme it is about, and whose it is."""

    __tablename__ = "published_sheets"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(unique=True)
    programme_number: Mapped[str]
    programme: Mapped[str]
    department: Mapped[str]
    section: Mapped[str]
    period: Mapped[str]
    source: Mapped[str]
