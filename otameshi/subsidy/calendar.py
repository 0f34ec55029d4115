"""Days counted without falling off the ends of the calendar."""

from datetime import date


def later(on: date, days: int) -> date:
    """Return the day so many days later, stopping at 0001-01-01 and 9999-12-31."""
    ordinal = on.toordinal() + days
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
