"""Rules about the group: how many, how long, how old, under which conditions, how often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from otameshi.core.period import age_on
from otameshi.subsidy.account import Account
from otameshi.subsidy.rules.base import Names, OnLines, Part, Rule
from otameshi.subsidy.rules.soft import Soft
from otameshi.subsidy.tiers import count
from otameshi.subsidy.words import COUNTER, Again, Measure, day


def bounds(least: int | None, most: int | None, counter: str) -> str:
    words = [f"{least}{counter}以上"] if least is not None else []
    words += [f"{most}{counter}以下"] if most is not None else []
    return "".join(words)


def bounds_faults(least: int | None, most: int | None) -> Iterator[tuple[str, str]]:
    if least is None and most is None:
        yield "least", "least（下限）か most（上限）を書いてください。ないとこの規則は働きません。"
    elif least is not None and most is not None and least > most:
        yield "most", f"most（{most}）が least（{least}）より小さいため、誰も満たせません。"


def shortfall(least: int | None, most: int | None, number: int) -> int:
    """Return by how much a count lies outside its bounds; 0 inside."""
    below = 0 if least is None else max(least - number, 0)
    above = 0 if most is None else max(number - most, 0)
    return below + above


@dataclass(frozen=True, kw_only=True)
class Range(Soft):
    """A count of people, nights, days or months that must lie between `least` and `most`."""

    TITLE: ClassVar[str] = "人数・期間の条件"
    PART: ClassVar[Part] = Part.WHO

    rule: Literal["range"] = "range"
    measure: Measure
    least: int | None = None
    most: int | None = None

    def apply(self, account: Account) -> None:
        number = count(self.measure, account.facts)
        label, counter = self.measure.label, COUNTER[self.measure]
        if number is None:
            account.lack(self, f"{label}が分からないため、条件を満たすか判定できません。")
            return
        missed = shortfall(self.least, self.most, number)
        if missed:
            words = f"{self.about()}{bounds(self.least, self.most, counter)}"
            message = f"{label} {number}{counter} は、条件（{words}）を満たしません。"
            self.miss(account, Fraction(missed), message)

    def sentence(self, names: Names) -> str:
        words = bounds(self.least, self.most, COUNTER[self.measure])
        return f"{self.measure.label}は、{self.about()}{words}であることが必要です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from bounds_faults(self.least, self.most)
        yield from self.tolerance_faults()


@dataclass(frozen=True, kw_only=True)
class Age(Soft):
    """Every member's age on the base date."""

    TITLE: ClassVar[str] = "年齢"
    PART: ClassVar[Part] = Part.WHO

    rule: Literal["age"] = "age"
    on: date
    least: int | None = None
    most: int | None = None

    def apply(self, account: Account) -> None:
        facts = account.facts
        if len(facts.births) < facts.heads:
            account.lack(self, "生年月日が分からない参加者がいるため、年齢の条件を判定できません。")
        for born in facts.births:
            years = age_on(self.on, born)
            missed = shortfall(self.least, self.most, years)
            if missed:
                words = f"{self.about()}{bounds(self.least, self.most, '歳')}"
                message = f"{day(self.on)}現在の年齢 {years}歳 は、条件（{words}）を満たしません。"
                self.miss(account, Fraction(missed), message)

    def sentence(self, names: Names) -> str:
        words = bounds(self.least, self.most, "歳")
        return f"{day(self.on)}現在の年齢が{self.about()}{words}であることが必要です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from bounds_faults(self.least, self.most)
        yield from self.tolerance_faults()


@dataclass(frozen=True, kw_only=True)
class Condition(OnLines):
    """A yes-or-no question to the group; without `kinds` the whole claim depends on it."""

    TITLE: ClassVar[str] = "条件"
    PART: ClassVar[Part] = Part.WHO

    rule: Literal["condition"] = "condition"
    key: str
    question: str
    expect: bool = True

    def apply(self, account: Account) -> None:
        chosen = self.chosen(account)
        on_lines = self.kinds or self.sub_kinds
        if on_lines and not chosen:
            return
        answer = account.facts.conditions.get(self.key)
        if answer is None:
            account.lack(self, f"次の点の確認がまだです。{self.question}")
        elif answer is not self.expect:
            message = f"「{self.question}」の答えが「{yes(answer)}」のため、対象になりません。"
            if not on_lines:
                account.reject(self, message)
            for i in chosen if on_lines else ():
                account.exclude(i, self, message)

    def sentence(self, names: Names) -> str:
        what = f"{self.subject(names)}は、" if self.kinds or self.sub_kinds else ""
        return f"{what}「{self.question}」が「{yes(self.expect)}」であることが必要です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if not self.question.strip():
            yield "question", "問いを文で書いてください。"


def yes(answer: bool) -> str:  # noqa: FBT001 - it is the answer itself
    return "はい" if answer else "いいえ"


@dataclass(frozen=True, kw_only=True)
class Uses(Rule):
    """How often the scheme may be used, this time included."""

    TITLE: ClassVar[str] = "利用回数"
    PART: ClassVar[Part] = Part.WHO

    rule: Literal["uses"] = "uses"
    within: Again
    most: int

    def apply(self, account: Account) -> None:
        prior = account.facts.prior
        before = {
            Again.YEAR: prior.this_year,
            Again.LIFE: prior.life,
            Again.HOUSEHOLD: prior.household,
        }[self.within]
        if before + 1 > self.most:
            times = f"今回は{self.within.label}{before + 1}回目の利用です"
            account.reject(self, f"{times}（{self.most}回まで）。")

    def sentence(self, names: Names) -> str:
        return f"利用できるのは、{self.within.label}{self.most}回までです。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.most < 1:
            yield "most", "most は1以上にしてください。0回では誰も利用できません。"
