"""How values read on a page."""

from datetime import date, datetime
from fractions import Fraction

from flask import Flask

from otameshi.core import wareki
from otameshi.core.clock import in_japan
from otameshi.core.yen import Yen

WEEKDAYS = "月火水木金土日"
KILOBYTE, MEGABYTE = 1024, 1024 * 1024


def yen(amount: Yen | int | None) -> str:
    return "—" if amount is None else f"{amount:,}円"


def day(value: date | datetime | None) -> str:
    """Return 2026年5月20日（水） by the clock in Japan."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = in_japan(value).date()
    return f"{value.year}年{value.month}月{value.day}日（{WEEKDAYS[value.weekday()]}）"


def moment(value: datetime | None) -> str:
    if value is None:
        return "—"
    local = in_japan(value)
    return f"{day(local)} {local:%H:%M}"


def signed_yen(amount: Yen | int) -> str:
    """Return a difference with its sign: +1,000円, -1,000円, ±0円."""
    return f"{amount:+,}円" if amount else "±0円"


def fiscal(year: int) -> str:
    """Return the 年度 as people write it: 令和6年度 for 2024."""
    return wareki.fiscal_year_label(year)


def size(count: int) -> str:
    """Return a file's size as デジタル庁 asks: 2.5MB（2,621,440バイト）."""
    for unit, step in (("MB", MEGABYTE), ("KB", KILOBYTE)):
        if count >= step:
            tenths = round(Fraction(count * 10, step))
            return f"{tenths // 10}.{tenths % 10}{unit}（{count:,}バイト）"
    return f"{count:,}バイト"


def init_app(app: Flask) -> None:
    for one in (yen, signed_yen, day, moment, fiscal, size):
        app.add_template_filter(one)
