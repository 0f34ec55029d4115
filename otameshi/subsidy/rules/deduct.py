"""Rules that take off what others paid and what is not for the programme."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from otameshi.core.yen import Yen, share
from otameshi.subsidy.account import Account
from otameshi.subsidy.calendar import half_months, length, overlap
from otameshi.subsidy.rules.base import Names, OnLines, Part
from otameshi.subsidy.words import ZERO, By, money, span


@dataclass(frozen=True, kw_only=True)
class Net(OnLines):
    """Only what the person bears counts; with `exclude`, a cost others paid of does not at all."""

    TITLE: ClassVar[str] = "他の支援の控除"
    PART: ClassVar[Part] = Part.COST

    rule: Literal["net"] = "net"
    exclude: bool = False

    def apply(self, account: Account) -> None:
        for i in self.chosen(account):
            given = account.lines[i].supported
            if not given:
                continue
            before = account.amount[i]
            if self.exclude:
                reason = f"他の支援 {money(given)} を受けている経費は対象になりません。"
                account.exclude(i, self, reason)
                continue
            after = Yen(max(before - given, ZERO))
            reason = f"{money(before)} から、会社や他の制度が負担した {money(given)} を除きます。"
            account.cut(i, self, after, reason)

    def sentence(self, names: Names) -> str:
        if self.exclude:
            return f"{self.subject(names)}は、会社や他の制度の支援を受けたものは対象になりません。"
        return f"{self.subject(names)}は、会社や他の制度が負担した額を除きます。"

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from ()


@dataclass(frozen=True, kw_only=True)
class Prorate(OnLines):
    """按分・日割: the part of a cost that falls into the trial, is for work, or for the group.

    In `half_months` a half (1日～15日, 16日～月末) counts whole once the trial touches it.
    """

    TITLE: ClassVar[str] = "按分"
    PART: ClassVar[Part] = Part.COST

    rule: Literal["prorate"] = "prorate"
    by: By

    def apply(self, account: Account) -> None:
        for i in self.chosen(account):
            part, words = self._part(account, i)
            if part < 1:
                before = account.amount[i]
                after = share(before, part)
                sum_words = (
                    f"{money(before)} × {part.numerator}/{part.denominator} = {money(after)}"
                )
                account.cut(i, self, after, f"{words}。{sum_words}（1円未満切捨て）です。")

    def _part(self, account: Account, i: int) -> tuple[Fraction, str]:
        line, facts = account.lines[i], account.facts
        if self.by is By.BUSINESS:
            return line.business, "業務に使う割合だけが対象です"
        if self.by is not By.PEOPLE:
            return self._time(account, i)
        heads, users = max(facts.heads, 0), max(line.persons, 1)
        words = f"利用者{users}人のうち参加者{heads}人の分だけが対象です"
        return Fraction(min(heads, users), users), words

    def _time(self, account: Account, i: int) -> tuple[Fraction, str]:
        used, trial = account.lines[i].used, account.facts.trial
        if used is None or not length(used):
            account.lack(self, "いつからいつまでの分の経費かを記入してください。", i)
            return Fraction(1), ""
        both = overlap(used, trial)
        if self.by is By.DAYS:
            words = f"{span(used)}の{length(used)}日のうち、参加期間内は{length(both)}日です"
            return Fraction(length(both), length(used)), words
        halves, inside = half_months(used), half_months(both)
        words = f"{span(used)}の半月{halves}つのうち、参加期間にかかるのは{inside}つです"
        return Fraction(inside, halves), words

    def sentence(self, names: Names) -> str:
        words = {
            By.DAYS: "参加期間内の日数で日割りします",
            By.HALF_MONTHS: ("参加期間にかかる半月（1日～15日、16日～月末）の数で半月割りします"),
            By.BUSINESS: "業務に使う割合だけが対象です",
            By.PEOPLE: "参加者の人数の分だけが対象です",
        }[self.by]
        return f"{self.subject(names)}は、{words}。"

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from ()
