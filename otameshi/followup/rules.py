"""The retention indicator. The unit is the group (組); what was published is kept as published."""

import calendar
from dataclasses import dataclass
from datetime import date

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused

REMINDERS = 2
YEAR = 12  # months


class Answer(Labelled):
    STAYED = "stayed", "拠点を維持・活動する"
    LEFT = "left", "拠点を維持しない"
    SILENT = "silent", "未回答"
    REFUSED = "refused", "回答辞退"
    UNDECIDED = "undecided", "まだ決めていない"


# Nothing is known of the base: kept apart from 「維持しない」 in every figure.
UNKNOWN = frozenset({Answer.SILENT, Answer.REFUSED, Answer.UNDECIDED})


class Source(Labelled):
    LINK = "link", "回答用リンク"
    TELEPHONE = "telephone", "電話などでの聞き取り"
    PAPER = "paper", "書面"


class Addressee(Labelled):
    """Who is asked."""

    GROUP = "group", "組の代表者"
    MEMBER = "member", "メンバー全員"


@dataclass(frozen=True, slots=True)
class Retention:
    """Groups (組) by what they answered; of whom nothing is known yet is kept apart."""

    stayed: int
    left: int
    silent: int
    refused: int = 0
    undecided: int = 0

    @property
    def unknown(self) -> int:
        return self.silent + self.refused + self.undecided

    @property
    def groups(self) -> int:
        return self.stayed + self.left + self.unknown


@dataclass(frozen=True, slots=True)
class Tally:
    """How one wave went, in 組: who took part in its year, was asked, answered, keeps a base."""

    groups: int = 0
    invited: int = 0
    stayed: int = 0
    left: int = 0
    refused: int = 0
    undecided: int = 0

    @property
    def answered(self) -> int:
        """Return who answered, 「まだ決めていない」 too: the response rate counts them."""
        return self.stayed + self.left + self.undecided

    @property
    def retention(self) -> Retention:
        silent = self.groups - self.answered - self.refused
        return Retention(self.stayed, self.left, silent, self.refused, self.undecided)


def percent(value: int) -> str:
    """Return tenths of a percent as the sheet prints them: 789 is 78.9."""
    return f"{value // 10}.{value % 10}"


class Phase(Labelled):
    BEFORE = "before", "開始前"
    RUNNING = "running", "回答受付中"
    CLOSED = "closed", "終了"


def phase(asked_on: date, closes_on: date, today: date) -> Phase:
    """Say where a wave stands; on its last day it is still open, until midnight in Japan."""
    if today < asked_on:
        return Phase.BEFORE
    return Phase.RUNNING if today <= closes_on else Phase.CLOSED


def due(last_day: date, months: int) -> date:
    """Return the day that lies so many months after the end of a stay.

    A day that the month does not have is its last: 6 months after 8月31日 is 2月28日 or 29日.
    """
    years, month = divmod(last_day.month - 1 + months, YEAR)
    year = last_day.year + years
    return date(year, month + 1, min(last_day.day, calendar.monthrange(year, month + 1)[1]))


def check_wave(asked_on: date | None, closes_on: date | None) -> None:
    """Refuse a wave that could not be answered."""
    if (asked_on is None) != (closes_on is None):
        raise Refused("調査を始める日と締切日は、両方入力するか、両方空にしてください。")
    if asked_on is not None and closes_on is not None and closes_on < asked_on:
        raise Refused("締切日は、調査を始める日以後の日にしてください。")


def check_running(now: Phase) -> None:
    if now is Phase.BEFORE:
        raise Refused("調査はまだ始まっていません。開始日になってから送ってください。")
    if now is Phase.CLOSED:
        raise Refused("調査の締切日を過ぎています。続ける場合は、先に締切日を延ばしてください。")


def may_be_reminded(reminders: int, *, unanswered: bool, asked: bool, revoked: bool) -> bool:
    """Only those who were asked and neither answered nor refused are reminded, at most twice."""
    return unanswered and asked and not revoked and reminders < REMINDERS


def check_spoken_answer(now: Phase, note: str, *, answered: bool) -> None:
    """Refuse a telephone answer that replaces one or comes late, unless a reason is given."""
    if now is Phase.BEFORE:
        raise Refused("調査はまだ始まっていません。開始日になってから記録してください。")
    if note.strip():
        return
    if answered:
        raise Refused("すでに回答があります。書き換える理由を記入してください。")
    if now is Phase.CLOSED:
        raise Refused("締切日を過ぎています。締切後に記録する理由を記入してください。")
