"""What was published is entered and corrected here; nothing of it is ever recomputed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import db, unchanged
from otameshi.people import Person
from otameshi.statistics.sheet.models import Indicator, PublishedFigure, SettledCost


@dataclass(frozen=True, slots=True)
class Source:
    """Where a published figure stands, and what should be known about it."""

    source: str
    note: str = ""


def publish(  # noqa: PLR0913  # which figure, what, from where, by whom
    indicator: Indicator,
    fiscal_year: int,
    *,
    value: int | None,
    target: int | None,
    given: Source,
    by: Person,
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
    found.value, found.target = value, target
    found.source, found.note = given.source, given.note
    label = f"{indicator.number}の公表値を入力"
    history.record(
        found, "publish", label, by=by, at=at, note=given.note,
        was=was, value=value, target=target, source=given.source,
    )  # fmt: skip
    return found


def settle_cost(  # which year, what, from where, by whom
    fiscal_year: int,
    thousands: int,
    given: Source,
    *,
    by: Person,
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
    found.thousands, found.source, found.note = thousands, given.source, given.note
    history.record(
        found, "settle_cost", "決算額を入力", by=by, at=at, note=given.note,
        was=was, thousands=thousands, source=given.source,
    )  # fmt: skip
    return found
