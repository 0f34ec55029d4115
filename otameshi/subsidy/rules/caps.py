"""The limit (上限) in all its shapes: an amount, times people, nights or months, by any pool."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import ClassVar, Literal

from otameshi.core.yen import Yen
from otameshi.subsidy.account import Account
from otameshi.subsidy.facts import Line
from otameshi.subsidy.rules.base import Names, Part, Pooled
from otameshi.subsidy.tiers import Tier, count, gaps, known
from otameshi.subsidy.words import ZERO, Measure, Per, Unit, money

HOURS_A_DAY = 24

UNITS: dict[Unit, Callable[[Line], int]] = {
    Unit.NIGHT: lambda line: line.nights,
    Unit.DAY: lambda line: line.days,
    Unit.DAY24: lambda line: -(-line.hours // HOURS_A_DAY),
    Unit.MONTH: lambda line: line.months,
}


@dataclass(frozen=True, kw_only=True)
class Times:
    """What a limit is multiplied by, and how many count at most.

    People (`head`, and `person` for the users of a line) are counted each time; nights, days,
    begun 24 hours and months are used up over the whole claim in the order of the dates.
    """

    unit: Unit
    most: int | None = None

    def among(self, number: int) -> int:
        number = max(number, 0)
        return number if self.most is None else min(number, self.most)

    def counts(self, lines: Sequence[Line], chosen: list[int]) -> dict[int, int]:
        """Return how many units of each line count."""
        if self.unit is Unit.PERSON:
            return {i: self.among(lines[i].persons) for i in chosen}
        counts = {}
        left = self.most
        units = UNITS[self.unit]
        for i in sorted(chosen, key=lambda i: (lines[i].incurred_on, lines[i].key)):
            number = max(units(lines[i]), 0)
            counts[i] = number if left is None else min(number, left)
            left = None if left is None else left - counts[i]
        return counts


@dataclass(frozen=True, kw_only=True)
class Cap(Pooled):
    """At most `amount`, or the amount of the tier, for each pool, multiplied by `times`."""

    TITLE: ClassVar[str] = "上限"
    PART: ClassVar[Part] = Part.AMOUNT

    rule: Literal["cap"] = "cap"
    amount: Yen | None = None
    by: Measure | None = None
    tiers: tuple[Tier, ...] = ()
    times: tuple[Times, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it limits the whole claim by figures known beforehand."""
        by_heads = all(times.unit is Unit.HEAD for times in self.times)
        beforehand = self.by in {None, Measure.HEADS, Measure.COHORT}
        return by_heads and beforehand and not (self.per or self.kinds or self.sub_kinds)

    def single(self, number: int | None) -> Yen:
        """Return the amount for one; while the count is unknown, the lowest."""
        if self.amount is not None:
            return self.amount
        if number is None:
            return min(tier.amount or ZERO for tier in self.tiers)
        return next((tier.amount or ZERO for tier in self.tiers if number in tier), ZERO)

    def for_heads(self, heads: int, number: int | None) -> Yen:
        """Return the limit of a whole claim of so many people."""
        return Yen(self.single(number) * prod(times.among(heads) for times in self.times))

    def apply(self, account: Account) -> None:
        number = None if self.by is None else count(self.by, account.facts)
        if self.by is not None and number is None:
            account.lack(self, f"{self.by.label}が未定のため、低い方の上限で計算しました。")
        counts = self._counts(account.lines, self.chosen(account))
        for i in counts:
            self._ask(account, i)
        for pool in self.pools(account):
            factors = self._factors(account.facts.heads, pool.members, counts)
            most = Yen(self.single(number) * prod(factor for factor, _ in factors))
            before = account.sum(pool.members)
            if Per.LINE not in self.per:
                account.limit(pool.members, self, most, pool.scope)
            if before > most:
                reason = f"{money(before)} が上限 {self._sum(number, factors, most)} を超えます。"
                self.change(account, pool, most, reason)

    def _ask(self, account: Account, i: int) -> None:
        """Ask for the nights or other units that the line does not say."""
        for times in self.times:
            if times.unit in UNITS and not UNITS[times.unit](account.lines[i]):
                account.lack(self, f"{times.unit.label}の数を記入してください。", i)

    def _sum(self, number: int | None, factors: list[tuple[int, str]], most: Yen) -> str:
        """Return the limit with its arithmetic: 240,000円（参加者総数25人） × 2人 = 480,000円."""
        step = "" if self.by is None or number is None else known(self.by, number)
        words = "".join(f" × {factor}{label}" for factor, label in factors)
        return f"{money(self.single(number))}{step}{words}" + (f" = {money(most)}" if words else "")

    def _counts(self, lines: Sequence[Line], chosen: list[int]) -> dict[int, int]:
        """Return the product of the units of each line (人泊 = 泊 × 人)."""
        of_line = [
            times.counts(lines, chosen) for times in self.times if times.unit is not Unit.HEAD
        ]
        return {i: prod(counts[i] for counts in of_line) for i in chosen} if of_line else {}

    def _factors(
        self, heads: int, members: list[int], counts: dict[int, int]
    ) -> list[tuple[int, str]]:
        factors = [
            (times.among(heads), times.unit.label)
            for times in self.times
            if times.unit is Unit.HEAD
        ]
        of_line = [times.unit.label for times in self.times if times.unit is not Unit.HEAD]
        if of_line:
            factors.append((sum(counts[i] for i in members), "・".join(of_line)))
        return factors

    def sentence(self, names: Names) -> str:
        each = "・".join(f"1{times.unit.label}" for times in self.times)
        each = f"{each}当たり" if each else ""
        if self.by is None:
            amount = f"{each}{money(self.amount or ZERO)}"
        else:
            tiers = [f"{t.words(self.by)}は{money(t.amount or ZERO)}" for t in self.tiers]
            amount = f"{each}、{self.by.label}が" + "、".join(tiers)
        most = [f"{t.most}{t.unit.label}分までとします。" for t in self.times if t.most is not None]
        return f"{self.subject(names)}の上限は、{self.level()}{amount}です。{''.join(most)}"

    def faults(self) -> Iterator[tuple[str, str]]:
        if (self.amount is None) == (self.by is None):
            yield (
                "amount",
                "amount か、by と tiers（人数などによる額）のどちらか一方を書いてください。",
            )
        if (self.by is None) != (not self.tiers):
            yield "tiers", "by と tiers は、一緒に書いてください。"
        if self.amount is not None and self.amount <= 0:
            yield (
                "amount",
                f"上限 {money(self.amount)} では何も交付されません。1円以上にしてください。",
            )
        for i, tier in enumerate(self.tiers):
            if tier.amount is None or tier.amount < 0 or tier.rate is not None:
                yield f"tiers.{i}", "上限の段には、0円以上の amount だけを書いてください。"
        yield from gaps(self.tiers)
        yield from self._times_faults()

    def _times_faults(self) -> Iterator[tuple[str, str]]:
        for i, times in enumerate(self.times):
            if times.unit in {one.unit for one in self.times[:i]}:
                yield f"times.{i}", f"「{times.unit.label}」が二度あります。一つにしてください。"
            if times.most is not None and times.most <= 0:
                yield f"times.{i}.most", "most は1以上にしてください。"
