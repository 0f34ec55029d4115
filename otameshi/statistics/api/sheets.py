"""The 事業改善シート as the API tells it."""

from typing import Any

from otameshi.statistics.sheet.figures import OutputLine, Sheet
from otameshi.statistics.sheet.rules import Cell, SheetRow
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
        "status": row.status.label,
        "years": [_cell(one, whole=whole) for one in row.cells],
    }


def _cell(cell: Cell, *, whole: bool) -> dict[str, Any]:
    own = cell.computed if whole else None
    return {
        "fiscal_year": cell.fiscal_year,
        "value": number(cell.value),
        "trend": cell.trend.label if cell.trend else None,
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
