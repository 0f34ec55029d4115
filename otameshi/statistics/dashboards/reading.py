"""What a page of money needs beside the sums: 決算額, the names of 費目, the cost of staying."""

from collections.abc import Mapping

from sqlalchemy import select

from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.followup.retention.rules import YearFigure
from otameshi.programme import actions as programme
from otameshi.statistics.dashboards.rules import Cost
from otameshi.statistics.sheet.models import SettledCost


def settled_costs() -> dict[int, int]:
    """Return 決算額 as it was published, in 千円, by 年度."""
    query = select(SettledCost.fiscal_year, SettledCost.thousands)
    return dict(db.session.execute(query).all())


def kind_labels(fiscal_year: int) -> dict[str, str]:
    """Return the names of the year's 費目, in the order of its rules."""
    year = programme.year_of(fiscal_year)
    rulebook = programme.rules_of(year) if year else None
    return {one.key: one.label for one in rulebook.kinds} if rulebook else {}


def costs(
    settled: Mapping[int, int], paid: Mapping[int, Yen], figures: Mapping[int, YearFigure]
) -> list[Cost]:
    """Return the years of which a cost or a figure is known, oldest first."""
    return [
        Cost(
            fiscal_year=year,
            settled_thousands=settled.get(year),
            paid=paid.get(year, Yen(0)),
            stayed=one.retention.stayed if (one := figures.get(year)) and one.asked else None,
        )
        for year in sorted({*settled, *paid, *figures})
    ]
