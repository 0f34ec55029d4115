"""The 事業改善シート as the API tells it."""

from typing import Any

from otameshi.statistics.sheet.lines import OutputLine, Sheet
from otameshi.statistics.sheet.rules import MISSING, Cell, SheetRow, Trend
from otameshi.statistics.sheet.tables import number


def told(sheet: Sheet, *, whole: bool) -> dict[str, Any]:
    """Return the sheet; without `whole`, what was published and nothing that is counted here."""
    return {
        "fiscal_year": sheet.fiscal_year,
        "indicators": [_row(one, whole=whole) for one in sheet.rows],
        "outputs": [_output(one, whole=whole) for one in sheet.outputs],
        "costs": [
            {"fiscal_year": year, "thousands": cost.thousands}
            for year, cost in sorted(sheet.costs.items())
        ],
    }


def _row(row: SheetRow, *, whole: bool) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "unit": row.unit,
        "target": number(row.target),
        "status": row.status.label if whole or not row.expected else MISSING,
        "years": [
            _cell(one, before, whole=whole)
            for one, before in zip(row.cells, (None, *row.cells), strict=False)
        ],
    }


def _cell(cell: Cell, before: Cell | None, *, whole: bool) -> dict[str, Any]:
    """Return a year's figure; an arrow to or from 見込み would tell what is counted."""
    own = cell.computed if whole else None
    expected = cell.expected or (before is not None and before.expected)
    trend = Trend.NONE if cell.trend and expected and not whole else cell.trend
    return {
        "fiscal_year": cell.fiscal_year,
        "value": number(cell.value),
        "trend": trend.label if trend else None,
        "part": own.part if own else None,
        "whole": own.whole if own else None,
        "computed": number(own.tenths) if own else None,
        "remark": cell.remark if whole else "",
    }


def _output(line: OutputLine, *, whole: bool) -> dict[str, Any]:
    return {
        "key": line.output.value,
        "label": line.output.label,
        "unit": line.output.unit,
        "published": line.published,
        "counted": line.counted if whole else None,
    }
