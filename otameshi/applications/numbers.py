"""受付番号 such as R8-0042: how it is written, and how numbers sort."""

from typing import Any

from sqlalchemy import ColumnElement, func

from otameshi.core.wareki import short_fiscal_year

DIGITS = "0123456789"


def written(fiscal_year: int, following: int) -> str:
    """Return the number of the n-th application of a 年度."""
    return f"{short_fiscal_year(fiscal_year)}-{following:04}"


def in_order(column: Any) -> tuple[ColumnElement[Any], ...]:
    """Sort by the year, then as issued: R8-999 (as written once), R8-1000, R8-10000, R10-0001."""
    year = func.rtrim(column, DIGITS)
    return func.length(year), year, func.length(column), column


def key(number: str | None) -> tuple[int, str, int, str]:
    """Return what `in_order` sorts by, for a list that is already loaded."""
    number = number or ""
    year = number.rstrip(DIGITS)
    return len(year), year, len(number), number
