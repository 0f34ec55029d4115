"""Takes in a published 事業改善シート as it was published."""

import tomllib
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import select

from otameshi import history
from otameshi.core.period import fiscal_year as fiscal_year_of
from otameshi.core.states import Refused
from otameshi.core.wareki import parse
from otameshi.db import db
from otameshi.statistics.sheet.models import (
    Indicator,
    PublishedCount,
    PublishedFigure,
    PublishedSheet,
    SettledCost,
)
from otameshi.statistics.sheet.rules import Output

SHEET_2024 = Path(__file__).parent / "published" / "performance_sheet_2024.toml"


def load_published(toml_text: str, at: datetime) -> int:
    """Take in a published sheet; figures that are already here stay as they are.

    Return how many figures were new.
    """
    read = tomllib.loads(toml_text, parse_float=Fraction)
    head = read["sheet"]
    source = head.get("source") or f"事業改善シート（{head['fiscal_year']}年度）"
    _load_head(head, source)
    new: list[PublishedFigure | PublishedCount | SettledCost] = [
        *_load_indicators(read["indicator"], source),
        *_load_counts(read["otameshi"], source),
        *_load_costs(read["otameshi"]["settled_cost"], source),
    ]
    for one in new:
        history.record(one, "load", "公表資料から読み込み", by=None, at=at, source=one.source)
    return len(new)


def year_of(short: str) -> int:
    """Read R6 as 2024, in the way 年度 are named."""
    return fiscal_year_of(parse(f"{short}.5.1"))


def tenths_of(value: int | Fraction | None) -> int | None:
    """Return a published value in tenths of its unit; none of the sheet's is finer."""
    if value is None:
        return None
    found = Fraction(value) * 10
    if found.denominator != 1:
        raise Refused("公表値は小数第1位までです。")
    return found.numerator


def _load_head(head: dict[str, Any], source: str) -> None:
    known = select(PublishedSheet).where(PublishedSheet.fiscal_year == head["fiscal_year"])
    if db.session.scalar(known) is None:
        names = ("fiscal_year", "programme_number", "programme", "department", "section", "period")
        db.session.add(PublishedSheet(source=source, **{name: head[name] for name in names}))


def _load_indicators(rows: list[dict[str, Any]], source: str) -> list[PublishedFigure]:
    new = []
    for position, row in enumerate(rows, start=1):
        indicator = _indicator(row, position)
        known = {one.fiscal_year for one in indicator.figures}
        values, targets = row.get("values", {}), row.get("target", {})
        for short in sorted({*values, *targets}, key=year_of):
            if year_of(short) in known:
                continue
            figure = PublishedFigure(
                fiscal_year=year_of(short),
                value=tenths_of(values.get(short)),
                target=tenths_of(targets.get(short)),
                source=source,
            )
            indicator.figures.append(figure)
            new.append(figure)
    return new


def _indicator(row: dict[str, Any], position: int) -> Indicator:
    found = db.session.scalar(select(Indicator).where(Indicator.number == row["number"]))
    if found is None:
        found = Indicator(
            number=row["number"],
            position=position,
            name=row["name"],
            unit=row["unit"],
            decimals=int(any(isinstance(one, Fraction) for one in row["values"].values())),
            computed=row.get("computed", False),
        )
        db.session.add(found)
        db.session.flush()
    return found


def _load_counts(years: dict[str, dict[str, Any]], source: str) -> list[PublishedCount]:
    known = {
        (fiscal_year, output)
        for fiscal_year, output in db.session.execute(
            select(PublishedCount.fiscal_year, PublishedCount.output)
        )
    }
    new = [
        PublishedCount(
            fiscal_year=year_of(short),
            output=output,
            value=counts[output.value],
            source=counts.get("source", source),
        )
        for short, counts in years.items()
        if short != "settled_cost"
        for output in Output
        if output.value in counts
        and output.value not in counts.get("inferred", ())
        and (year_of(short), output) not in known
    ]
    db.session.add_all(new)
    return new


def _load_costs(costs: dict[str, int], source: str) -> list[SettledCost]:
    known = set(db.session.scalars(select(SettledCost.fiscal_year)))
    new = [
        SettledCost(fiscal_year=year_of(short), thousands=thousands, source=source)
        for short, thousands in costs.items()
        if year_of(short) not in known
    ]
    db.session.add_all(new)
    return new
