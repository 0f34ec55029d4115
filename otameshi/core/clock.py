"""The only place that reads the clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    return datetime.now(UTC)


def in_japan(moment: datetime) -> datetime:
    return moment.astimezone(JAPAN)


def day_in_japan(moment: datetime) -> date:
    return in_japan(moment).date()


def today() -> date:
    return day_in_japan(now())


def japan(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return that moment by the clock on the wall in Japan, as an aware datetime."""
    return datetime(year, month, day, hour, minute, tzinfo=JAPAN)
