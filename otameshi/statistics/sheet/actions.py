"""What was published is entered and corrected here; nothing of it is ever recomputed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, unchanged
from otameshi.people import Person
from otameshi.statistics.sheet import documents
from otameshi.statistics.sheet.models import (
    Indicator,
    PublishedCount,
    PublishedFigure,
    SettledCost,
    SheetText,
)
from otameshi.statistics.sheet.rules import Output, check_reason


@dataclass(frozen=True, slots=True)
class Source:
    """Where a published figure stands, and what should be known about it."""

    source: str
    note: str = ""
    published_on: date | None = None

    def mark(self, row: PublishedFigure | PublishedCount | SettledCost) -> None:
        row.source, row.note, row.published_on = self.source, self.note, self.published_on


def publish(  # noqa: PLR0913  # which figure, what, from where, by whom
    indicator: Indicator,
    fiscal_year: int,
    *,
    value: int | None,
    target: int | None,
    given: Source,
    by: Person | None,
    at: datetime,
    version: int | None = None,
) -> PublishedFigure:
    """Enter or correct a published value and target, in tenths of the indicator's unit."""
    if value is None and target is None:
        raise Refused("公表値か目標値のどちらかを入力してください。")
    if not indicator.decimals and any(one is not None and one % 10 for one in (value, target)):
        raise Refused(f"「{indicator.name}」は整数で入力してください。")
    db.session.refresh(indicator, with_for_update=True)
    found = db.session.scalar(
        select(PublishedFigure).where(
            PublishedFigure.indicator_id == indicator.id,
            PublishedFigure.fiscal_year == fiscal_year,
        )
    )
    was = {"value": found.value, "target": found.target} if found else None
    if found is None:
        found = PublishedFigure(indicator_id=indicator.id, fiscal_year=fiscal_year)
        db.session.add(found)
    else:
        unchanged(found, version)
        for before, now in ((found.value, value), (found.target, target)):
            if before is not None:
                check_reason(before, now, reason=given.note, before=found.note)
    found.value, found.target = value, target
    given.mark(found)
    label = f"{indicator.number}の公表値を入力"
    history.record(
        found, "publish", label, by=by, at=at, note=given.note,
        was=was, value=value, target=target, source=given.source,
        published_on=given.published_on,
    )  # fmt: skip
    return found


def publish_count(  # noqa: PLR0913  # which number, what, from where, by whom
    fiscal_year: int,
    output: Output,
    value: int,
    given: Source,
    *,
    by: Person | None,
    at: datetime,
    version: int | None = None,
) -> PublishedCount:
    """Enter or correct a published number of what was done in a 年度, in the output's unit."""
    found = db.session.scalar(
        select(PublishedCount)
        .where(PublishedCount.fiscal_year == fiscal_year, PublishedCount.output == output)
        .with_for_update()
    )
    was = found.value if found else None
    if found is None:
        found = PublishedCount(fiscal_year=fiscal_year, output=output)
        db.session.add(found)
    else:
        unchanged(found, version)
        check_reason(found.value, value, reason=given.note, before=found.note)
    found.value = value
    given.mark(found)
    history.record(
        found, "publish_count", f"{output.label}の公表値を入力", by=by, at=at, note=given.note,
        was=was, value=value, source=given.source, published_on=given.published_on,
    )  # fmt: skip
    return found


def settle_cost(  # which year, what, from where, by whom
    fiscal_year: int,
    thousands: int,
    given: Source,
    *,
    by: Person | None,
    at: datetime,
    version: int | None = None,
) -> SettledCost:
    """Enter or correct the 決算額 of a 年度, in 千円."""
    found = db.session.scalar(
        select(SettledCost).where(SettledCost.fiscal_year == fiscal_year).with_for_update()
    )
    was = found.thousands if found else None
    if found is None:
        found = SettledCost(fiscal_year=fiscal_year)
        db.session.add(found)
    else:
        unchanged(found, version)
        check_reason(found.thousands, thousands, reason=given.note, before=found.note)
    found.thousands = thousands
    given.mark(found)
    history.record(
        found, "settle_cost", "決算額を入力", by=by, at=at, note=given.note,
        was=was, thousands=thousands, source=given.source, published_on=given.published_on,
    )  # fmt: skip
    return found


def write_text(
    fiscal_year: int,
    analysis: str,
    direction: str,
    *,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> SheetText:
    """Keep a year's 要因分析 and 今後の方向性; what could not be printed is refused."""
    documents.must_print(analysis, direction)
    found = db.session.scalar(
        select(SheetText).where(SheetText.fiscal_year == fiscal_year).with_for_update()
    )
    was = {"analysis": found.analysis, "direction": found.direction} if found else None
    if found is None:
        found = SheetText(fiscal_year=fiscal_year, analysis=analysis, direction=direction)
        db.session.add(found)
    else:
        unchanged(found, version)
        found.analysis, found.direction = analysis, direction
    label = "要因分析・今後の方向性を書いた"
    history.record(
        found, "write_text", label, by=by, at=at,
        was=was, analysis=analysis, direction=direction,
    )  # fmt: skip
    return found
