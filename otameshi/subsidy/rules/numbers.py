"""Rules about how many lines or visits count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from otameshi.subsidy.account import Account
from otameshi.subsidy.pools import pools
from otameshi.subsidy.rules.base import Names, OnLines, Part
from otameshi.subsidy.rules.soft import Soft
from otameshi.subsidy.rules.who import bounds, bounds_faults
from otameshi.subsidy.words import Per


@dataclass(frozen=True, kw_only=True)
class Number(OnLines):
    """At most so many lines of a pool count, those with the earliest dates, as 往復1回に限る."""

    TITLE: ClassVar[str] = "件数"
    PART: ClassVar[Part] = Part.COST

    rule: Literal["number"] = "number"
    most: int
    per: tuple[Per, ...] = ()

    def apply(self, account: Account) -> None:
        lines = account.lines
        for pool in pools(account, self.chosen(account), self.per):
            ordered = sorted(pool.members, key=lambda i: (lines[i].incurred_on, lines[i].key))
            for place, i in enumerate(ordered[self.most :], self.most + 1):
                reason = f"{pool.scope}の{place}件目です（{self.most}件まで）。"
                account.exclude(i, self, reason)

    def sentence(self, names: Names) -> str:
        per = "・".join(one.label for one in self.per) + "につき" if self.per else ""
        return f"{self.subject(names)}は、{per}{self.most}件までが対象です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.most < 1:
            yield "most", "most は1以上にしてください。0件では経費の区分ごと対象外になります。"


@dataclass(frozen=True, kw_only=True)
class Visits(Soft, OnLines):
    """How many visits each person makes: later ones do not count, too few are not paid at all."""

    TITLE: ClassVar[str] = "来県の回数"
    PART: ClassVar[Part] = Part.WHO

    rule: Literal["visits"] = "visits"
    least: int | None = None
    most: int | None = None

    def apply(self, account: Account) -> None:
        chosen = self.chosen(account)
        for i in chosen:
            if account.lines[i].visit is None:
                account.lack(self, "何回目の来県の経費かを記入してください。", i)
        for person in sorted({account.lines[i].person for i in chosen}):
            self._person(account, [i for i in chosen if account.lines[i].person == person])

    def _person(self, account: Account, members: list[int]) -> None:
        lines = account.lines
        first: dict[int, date] = {}
        for i in members:
            number = lines[i].visit
            if number is not None:
                on = lines[i].incurred_on
                first[number] = min(first.get(number, on), on)
        visits = sorted(first, key=lambda number: (first[number], number))
        if self.least is not None and visits and len(visits) < self.least:
            words = f"{self.about()}{self.least}回以上"
            message = f"{lines[members[0]].person}の来県は{len(visits)}回で、条件（{words}）に"
            message += "足りません。"
            self.miss(account, Fraction(self.least - len(visits)), message)
        late = set(visits[self.most :]) if self.most is not None else set()
        for i in members:
            if lines[i].visit in late and account.live[i]:
                place = visits.index(lines[i].visit or 0) + 1
                account.exclude(i, self, f"{place}回目の来県です（{self.most}回まで）。")

    def sentence(self, names: Names) -> str:
        words = bounds(self.least, self.most, "回")
        return f"{self.subject(names)}は、1人につき{self.about()}{words}の来県が対象です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        yield from bounds_faults(self.least, self.most)
        yield from self.tolerance_faults()
