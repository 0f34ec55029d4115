"""The retention indicator. The unit is the group (組); what was published is kept as published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from otameshi.core.labels import Labelled


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


def retention(answers: Iterable[Answer]) -> Retention:
    found = Counter(answers)
    return Retention(found[Answer.STAYED], found[Answer.LEFT], found[Answer.SILENT])


def tenths(rate: Fraction) -> int:
    """Round once, half up, to tenths of a percent: 15/19 is 789, whatever was printed."""
    return (2000 * rate.numerator + rate.denominator) // (2 * rate.denominator)


def percent(value: int) -> str:
    """Return tenths of a percent as the sheet prints them: 789 is 78.9."""
    return f"{value // 10}.{value % 10}"
