"""What a token opens, until when, and how often it may ask. No database, no web."""

from collections.abc import Collection
from datetime import datetime, timedelta

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused

# So that whoever finds a token in a file or a log sees what it is.
PREFIX = "otameshi_"
LENGTHS = range(len(PREFIX) + 40, len(PREFIX) + 60)
MOST_A_MINUTE = 120  # answers to one token
WINDOW = timedelta(minutes=1)


class Scope(Labelled):
    """What a token may read beyond the figures in which small cells are hidden."""

    STATISTICS = "statistics:read", "統計の全て（1・2組の値を含む）"
    GROUPS = "groups:read", "組ごとの行（氏名等は含まない）"


class Life(Labelled):
    """For how long a token is given out; nobody can be given one that never ends."""

    MONTH = "30", "30日"
    QUARTER = "90", "90日"
    YEAR = "365", "1年"

    @property
    def span(self) -> timedelta:
        return timedelta(days=int(self.value))


class Standing(Labelled):
    OPEN = "open", "使える"
    EXPIRED = "expired", "期限切れ"
    REVOKED = "revoked", "取消し"


TONE = {Standing.OPEN: "good", Standing.EXPIRED: "neutral", Standing.REVOKED: "neutral"}


def standing(expires_at: datetime, revoked_at: datetime | None, at: datetime) -> Standing:
    if revoked_at is not None:
        return Standing.REVOKED
    return Standing.OPEN if at < expires_at else Standing.EXPIRED


def check_revocable(now: Standing) -> None:
    if now is Standing.REVOKED:
        raise Refused("このトークンはすでに取り消されています。")


def looks_like_one(text: str) -> bool:
    """Return whether a text could be a token at all: what cannot be is not looked up."""
    return text.startswith(PREFIX) and len(text) in LENGTHS and text.isascii()


def opens(held: Collection[str], scope: Scope | None) -> bool:
    """Return whether a token with these scopes opens a page that asks for one, or for none."""
    return scope is None or scope.value in held


def window_of(at: datetime) -> datetime:
    """Return the beginning of the minute in which answers are counted."""
    return at.replace(second=0, microsecond=0)


def wait(window: datetime | None, asked: int, at: datetime) -> int:
    """Return how many seconds a token must wait: 0 while it has asked less than it may."""
    if window is None or window != window_of(at) or asked < MOST_A_MINUTE:
        return 0
    return max(1, -int(-(window + WINDOW - at).total_seconds() // 1))
