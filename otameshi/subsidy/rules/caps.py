"""The limit (上限) in all its shapes: an amount, times people, nights or months, by any pool."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar, Literal

from otameshi.core.yen import Yen
from otameshi.subsidy.account import Account
from otameshi.subsidy.facts import Facts, Line
from otameshi.subsidy.pools import pools
from otameshi.subsidy.rules.amounts import level, lower
from otameshi.subsidy.rules.base import Names, OnLines
from otameshi.subsidy.tiers import Tier, count
from otameshi.subsidy.words import COUNTER, ZERO, Measure, Per, Unit, money

HOURS_A_DAY = 24


PLURAL: dict[Unit, Callable[[Line], int]] = {
    Unit.NIGHT: lambda line: line.nights,
    Unit.DAY: lambda line: line.days,
    Unit.DAY24: lambda line: -(-line.hours // HOURS_A_DAY),
    Unit.MONTH: lambda line: line.months,
    Unit.PERSON: lambda line: line.persons,
}


def units(times: tuple[Unit, ...], line: Line) -> int:
    """Return how many units a line is for; a begun 24 hours count as whole."""
    return prod(max(PLURAL[unit](line), 0) for unit in times if unit in PLURAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap(OnLines):
    """At most `amount`, or the amount of the tier, for each pool.

    `times` multiplies it: by the people of the 組 (`heads_max` at most), or by the nights, days or
    other units of each line. `units_max` is how many units count in the whole claim; they are used
    up in the order of the dates.
    """

    TITLE: ClassVar[str] = "上限"

    rule: Literal["cap"] = "cap"
    amount: Yen | None = None
    by: Measure | None = None
    tiers: tuple[Tier, ...] = ()
    per: tuple[Per, ...] = ()
    times: tuple[Unit, ...] = ()
    heads_max: int | None = None
    units_max: int | None = None

    @property
    def whole(self) -> bool:
        """Whether it limits the whole claim by figures known beforehand."""
        return not (self.per or self.kinds or self.sub_kinds) and set(self.times) <= {Unit.HEAD}

    def heads(self, heads: int) -> int:
        heads = max(heads, 0)
        return heads if self.heads_max is None else min(heads, self.heads_max)

    def single(self, number: int | None) -> Yen:
        """Return the amount for one; while the count is unknown, the lowest."""
        if self.amount is not None:
            return self.amount
        if number is None:
            return min(tier.amount or ZERO for tier in self.tiers)
        return next((tier.amount or ZERO for tier in self.tiers if number in tier), ZERO)

    def apply(self, account: Account) -> None:
        number = None if self.by is None else count(self.by, account.facts)
        if self.by is not None and number is None:
            account.lack(self, f"{self.by.label}が未定のため、低い方の上限で計算しました。")
        chosen = self.chosen(account)
        counts = self._units(account.lines, chosen)
        for pool in pools(account, chosen, self.per):
            factors = self._factors(account.facts, pool.members, counts)
            most = Yen(self.single(number) * prod(factor for factor, _ in factors))
            before = account.sum(pool.members)
            words = f"{money(before)} が上限 {self._sum(number, factors, most)} を超えます。"
            lower(account, self, pool, most, words)

    def _sum(self, number: int | None, factors: list[tuple[int, str]], most: Yen) -> str:
        """Return the limit with its arithmetic: 240,000円（参加者総数25人） × 2人 = 480,000円."""
        known = ""
        if self.by is not None and number is not None:
            known = f"（{self.by.label}{number}{COUNTER[self.by]}）"
        words = "".join(f" × {factor}{label}" for factor, label in factors)
        return f"{money(self.single(number))}{known}{words}" + (
            f" = {money(most)}" if words else ""
        )

    def _units(self, lines: Sequence[Line], chosen: list[int]) -> dict[int, int]:
        """Return the units of each line, used up by date until `units_max`."""
        left = self.units_max
        counts: dict[int, int] = {}
        for i in sorted(chosen, key=lambda i: (lines[i].incurred_on, lines[i].key)):
            number = units(self.times, lines[i])
            counts[i] = number if left is None else min(number, left)
            left = None if left is None else left - counts[i]
        return counts

    def _factors(
        self, facts: Facts, members: list[int], counts: dict[int, int]
    ) -> list[tuple[int, str]]:
        factors = []
        if Unit.HEAD in self.times:
            factors.append((self.heads(facts.heads), Unit.HEAD.label))
        of_line = [unit.label for unit in self.times if unit is not Unit.HEAD]
        if of_line:
            factors.append((sum(counts[i] for i in members), "・".join(of_line)))
        return factors

    def sentence(self, names: Names) -> str:
        each = "・".join(f"1{unit.label}" for unit in self.times)
        each = f"{each}当たり" if each else ""
        if self.by is None:
            amount = f"{each}{money(self.amount or ZERO)}"
        else:
            tiers = [f"{t.words(self.by)}は{money(t.amount or ZERO)}" for t in self.tiers]
            amount = f"{each}、{self.by.label}が" + "、".join(tiers)
        limits = f"{self.heads_max}人分までとします。" if self.heads_max else ""
        if self.units_max:
            limits += f"通算で{self.units_max}{self.times[-1].label}分までとします。"
        return f"{self.subject(names)}の上限は、{level(self.per)}{amount}です。{limits}"
