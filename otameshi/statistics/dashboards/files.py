"""The tables of the charts as CSV and Excel: counts and amounts are numbers there."""

from collections.abc import Iterator
from fractions import Fraction

from otameshi.core.charts import Figure
from otameshi.core.charts.facts import Cell
from otameshi.outreach.visits import reading as visits
from otameshi.statistics.dashboards import composing, counting
from otameshi.web.sheets import Row


def figures(page: str, year: int | None) -> composing.Figures:
    """Return the charts of a page; none for a year that is not set up."""
    if page == "applications":
        return composing.applying()
    if page == "path":
        return composing.walking(visits.funnel(), year)
    if year is None or year not in counting.years():
        return ()
    return composing.spending(year).figures if page == "money" else composing.placing(year).figures


def headers(figure: Figure) -> list[str]:
    """Name each column, with the unit that its numbers no longer say."""
    units = [
        next((cell.unit for cell in column if cell.unit), "")
        for column in zip(*figure.rows, strict=True)
    ]
    units += [""] * (len(figure.headers) - len(units))
    named = zip(figure.headers, units, strict=True)
    return [f"{header}（{unit}）" if unit else header for header, unit in named]


def rows(figure: Figure) -> Iterator[Row]:
    for row in figure.rows:
        yield [_written(cell) for cell in row]


def _written(cell: Cell) -> str | int | float:
    if cell.value is None:
        return cell.text
    return float(cell.value) if isinstance(cell.value, Fraction) else cell.value
