"""The retention indicator. The unit is the group (組); what was published is kept as published."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from otameshi.core.labels import Labelled
from otameshi.core.states import Refused

REMINDERS = 2
FEWEST_CHOICES = 2


class Answer(Labelled):
    STAYED = "stayed", "拠点を維持・活動する"
    LEFT = "left", "拠点を維持しない"
    SILENT = "silent", "未回答"


class Source(Labelled):
    LINK = "link", "回答用リンク"
    STAFF = "staff", "担当者が聞き取り"


class Basis(Labelled):
    ALL = "all", "参加した全ての組"
    ANSWERED = "answered", "回答した組"


@dataclass(frozen=True, slots=True)
class Retention:
    """Groups (組) by what they answered; those who did not answer are kept apart."""

    stayed: int
    left: int
    silent: int

    @property
    def groups(self) -> int:
        return self.stayed + self.left + self.silent

    def rate(self, basis: Basis) -> Fraction | None:
        whole = self.stayed + self.left
        if basis is Basis.ALL:
            whole += self.silent
        return Fraction(self.stayed, whole) if whole else None

    @property
    def lowest(self) -> Fraction | None:
        """Return the rate if nobody who is silent keeps a base."""
        return self.rate(Basis.ALL)

    @property
    def highest(self) -> Fraction | None:
        """Return the rate if everybody who is silent keeps a base."""
        return Fraction(self.stayed + self.silent, self.groups) if self.groups else None


@dataclass(frozen=True, slots=True)
class Tally:
    """How one wave went, in 組: who took part in its year, was asked, answered, keeps a base."""

    groups: int = 0
    invited: int = 0
    answered: int = 0
    stayed: int = 0

    @property
    def retention(self) -> Retention:
        return Retention(self.stayed, self.answered - self.stayed, self.groups - self.answered)


@dataclass(frozen=True, slots=True)
class YearRetention:
    """A 年度's figures: 組 by answer, 名, and the wave whose answers decide."""

    fiscal_year: int
    retention: Retention
    people: int
    wave_id: int | None
    closes_on: date | None

    @property
    def asked(self) -> bool:
        return self.wave_id is not None

    def running(self, today: date) -> bool:
        """Return whether answers may still come in."""
        return self.closes_on is not None and today <= self.closes_on


def retention(answers: Iterable[Answer]) -> Retention:
    found = Counter(answers)
    return Retention(found[Answer.STAYED], found[Answer.LEFT], found[Answer.SILENT])


def tenths(rate: Fraction) -> int:
    """Round once, half up, to tenths of a percent: 15/19 is 789, whatever was printed."""
    return (2000 * rate.numerator + rate.denominator) // (2 * rate.denominator)


def percent(value: int) -> str:
    """Return tenths of a percent as the sheet prints them: 789 is 78.9."""
    return f"{value // 10}.{value % 10}"


@dataclass(frozen=True, slots=True)
class ChoiceFact:
    label: str
    counts: bool


class Phase(Labelled):
    BEFORE = "before", "開始前"
    RUNNING = "running", "回答受付中"
    CLOSED = "closed", "終了"


def phase(asked_on: date, closes_on: date, today: date) -> Phase:
    """Say where a wave stands; on its last day it is still open, until midnight in Japan."""
    if today < asked_on:
        return Phase.BEFORE
    return Phase.RUNNING if today <= closes_on else Phase.CLOSED


def check_wave(asked_on: date, closes_on: date, choices: Sequence[ChoiceFact]) -> None:
    """Refuse a wave that could not be answered, or whose answers could not be told apart."""
    if closes_on < asked_on:
        raise Refused("締切日は、調査を始める日以後の日にしてください。")
    labels = [one.label for one in choices]
    if len(labels) < FEWEST_CHOICES:
        raise Refused("選択肢を2つ以上入力してください。")
    if len(set(labels)) < len(labels):
        raise Refused("同じ選択肢があります。言葉を変えるか、1つにしてください。")
    if len({one.counts for one in choices}) < FEWEST_CHOICES:
        raise Refused(
            "「拠点を維持・活動する」に数える選択肢と数えない選択肢を、それぞれ1つ以上入れてください。"
        )


def check_running(now: Phase) -> None:
    if now is Phase.BEFORE:
        raise Refused("調査はまだ始まっていません。開始日になってから送ってください。")
    if now is Phase.CLOSED:
        raise Refused("調査の締切日を過ぎています。続ける場合は、先に締切日を延ばしてください。")


def may_be_reminded(answer: Answer, reminders: int, *, asked: bool, revoked: bool) -> bool:
    """Only those who were asked and are silent are reminded, at most twice."""
    return answer is Answer.SILENT and asked and not revoked and reminders < REMINDERS


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
