"""Until when a score counts, and who is behind. No database, no web."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused
from otameshi.selection.rules import OPEN_SHEET, SheetState


@dataclass(frozen=True, slots=True)
class Window:
    """When scoring ends: a date until whose end it runs, or the moment somebody closed it."""

    closes_on: date | None = None
    closed_at: datetime | None = None

    def open(self, at: datetime) -> bool:
        return self.closed_at is None and not self.past(at)

    def past(self, at: datetime) -> bool:
        """Say whether the date itself has gone by."""
        return self.closes_on is not None and day_in_japan(at) > self.closes_on


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def refusal(window: Window, at: datetime) -> str:
    """Say why a score that arrives now does not count, or nothing."""
    if window.open(at):
        return ""
    if window.closed_at is not None:
        return "採点は担当者が締め切りました。この採点は受け付けていません。"
    day = in_words(window.closes_on) if window.closes_on else ""
    return f"採点の期限（{day}の24時）を過ぎたため、この採点は受け付けていません。"


def must_be_a_date(closes_on: date, at: datetime) -> None:
    """Refuse a date that has gone by: what has been scored by then stays as it is."""
    if closes_on < day_in_japan(at):
        raise Refused("採点の期限は、今日以後の日にしてください。")


def open_count(by_state: Mapping[SheetState, int]) -> int:
    """Return how many sheets still wait for their reviewer."""
    return sum(by_state.get(state, 0) for state in OPEN_SHEET)
