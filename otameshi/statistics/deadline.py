"""What is left until a deadline, in words. No database, no web."""

from datetime import datetime, timedelta

from otameshi.core.clock import in_japan

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def clock(moment: datetime) -> str:
    """Return 17時, or 17時30分, by the clock in Japan."""
    local = in_japan(moment)
    return f"{local.hour}時{local.minute}分" if local.minute else f"{local.hour}時"


def time_left(closes_at: datetime, now: datetime) -> str:
    """Return 「あと5日3時間」; on the last day 「本日17時まで」; nothing once it is over."""
    left = closes_at - now
    if left <= timedelta(0):
        return ""
    if in_japan(closes_at).date() == in_japan(now).date():
        return f"本日{clock(closes_at)}まで"
    hours = left % timedelta(days=1) // HOUR
    if left.days:
        return f"あと{left.days}日{hours}時間" if hours else f"あと{left.days}日"
    return f"あと{hours}時間" if hours else f"あと{max(left // MINUTE, 1)}分"
