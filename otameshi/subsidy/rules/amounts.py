"""Rules that turn eligible cost into money: rate, rounding, smallest amount, outside ceilings."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from otameshi.core.yen import Yen, floor_to, share
from otameshi.subsidy.account import Account
from otameshi.subsidy.rules.base import Names, Part, Pooled
from otameshi.subsidy.tiers import Tier, count, gaps, known
from otameshi.subsidy.words import ZERO, Ceiling, Measure, Mode, money, part

NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Rate(Pooled):
    """補助率: the part that is paid, or a part by tier; what is below one yen is dropped."""

    TITLE: ClassVar[str] = "補助率"
    PART: ClassVar[Part] = Part.AMOUNT

    rule: Literal["rate"] = "rate"
    rate: Fraction | None = None
    by: Measure | None = None
    tiers: tuple[Tier, ...] = ()

    def apply(self, account: Account) -> None:
        rate, why = self._rate(account)
        if rate == 1:
            return
        for pool in self.pools(account):
            before = account.sum(pool.members)
            after = share(before, rate)
            sum_words = f"{money(before)} × 補助率{part(rate)}{why} = {money(after)}"
            self.lower(account, pool, after, f"{sum_words}（1円未満切捨て）です。")

    def _rate(self, account: Account) -> tuple[Fraction, str]:
        if self.by is None:
            return self.rate or NOTHING, ""
        number = count(self.by, account.facts)
        if number is None:
            account.lack(self, f"{self.by.label}が未定のため、低い方の率で計算しました。")
            return min(tier.rate or NOTHING for tier in self.tiers), ""
        found = (tier.rate or NOTHING for tier in self.tiers if number in tier)
        return next(found, NOTHING), known(self.by, number)

    def sentence(self, names: Names) -> str:
        if self.by is None:
            rate = part(self.rate or NOTHING)
            return f"{self.subject(names)}の{rate}を補助します（{self.level()}計算）。"
        rates = [f"{tier.words(self.by)}は{part(tier.rate or NOTHING)}" for tier in self.tiers]
        return f"{self.subject(names)}の補助率は、{self.by.label}が{'、'.join(rates)}です。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if (self.rate is None) == (self.by is None):
            yield (
                "rate",
                "rate か、by と tiers（人数などによる率）のどちらか一方を書いてください。",
            )
        if (self.by is None) != (not self.tiers):
            yield "tiers", "by と tiers は、一緒に書いてください。"
        if self.rate is not None and not 0 < self.rate <= 1:
            yield (
                "rate",
                f'率 {self.rate} は使えません。0を超え1以下の率を "3/4" のように書いてください。',
            )
        for i, tier in enumerate(self.tiers):
            if tier.rate is None or not 0 <= tier.rate <= 1 or tier.amount is not None:
                yield (
                    f"tiers.{i}",
                    '補助率の段には、0以上1以下の rate だけを "1/2" のように書いてください。',
                )
        yield from gaps(self.tiers)


@dataclass(frozen=True, kw_only=True)
class Rounding(Pooled):
    """端数: bring each pool to a whole number of `unit` yen; never above what was claimed."""

    TITLE: ClassVar[str] = "端数の処理"
    PART: ClassVar[Part] = Part.AMOUNT

    rule: Literal["rounding"] = "rounding"
    unit: int
    mode: Mode = Mode.DOWN

    def apply(self, account: Account) -> None:
        for pool in self.pools(account):
            before = account.sum(pool.members)
            claimed = Yen(sum(account.claimed[i] for i in pool.members))
            after = min(self.rounded(before), claimed)
            if after != before:
                reason = f"{money(before)} を{self.words()}して {money(after)} とします。"
                self.change(account, pool, after, reason)

    def rounded(self, amount: Yen) -> Yen:
        lift = {Mode.DOWN: 0, Mode.NEAREST: self.unit // 2, Mode.UP: self.unit - 1}[self.mode]
        return floor_to(self.unit, Yen(amount + lift))

    def words(self) -> str:
        return f"{self.unit:,}円未満{self.mode.label}"

    def sentence(self, names: Names) -> str:
        return f"{self.subject(names)}は、{self.level()}{self.words()}とします。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.unit <= 1:
            message = f"単位 {self.unit}円では端数が出ないため、この規則は働きません。"
            yield "unit", f"{message}10、100、1000 などにしてください。"


@dataclass(frozen=True, kw_only=True)
class Minimum(Pooled):
    """下限: a pool below `amount` is not paid at all."""

    TITLE: ClassVar[str] = "下限"
    PART: ClassVar[Part] = Part.AMOUNT

    rule: Literal["minimum"] = "minimum"
    amount: Yen

    def apply(self, account: Account) -> None:
        for pool in self.pools(account):
            before = account.sum(pool.members)
            if 0 < before < self.amount:
                reason = (
                    f"{money(before)} は下限 {money(self.amount)} に届かないため、交付されません。"
                )
                self.change(account, pool, ZERO, reason)

    def sentence(self, names: Names) -> str:
        amount = money(self.amount)
        return f"{self.subject(names)}は、{self.level()}{amount}に満たないとき、交付されません。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.amount <= 0:
            yield "amount", "下限は1円以上で書いてください。0円の下限は働きません。"


@dataclass(frozen=True, kw_only=True)
class Clamp(Pooled):
    """The claim never passes an amount that the office has already set."""

    TITLE: ClassVar[str] = "交付決定額・予算の範囲"
    PART: ClassVar[Part] = Part.AMOUNT

    rule: Literal["clamp"] = "clamp"
    to: Ceiling

    def ceiling(self, account: Account) -> Yen | None:
        facts = account.facts
        if self.to is Ceiling.BUDGET:
            return facts.budget_left
        if self.to is Ceiling.GRANTED or facts.granted is None:
            return facts.granted
        return Yen(facts.granted - facts.already_paid)

    def apply(self, account: Account) -> None:
        most = self.ceiling(account)
        if most is None:
            account.lack(self, f"{self.to.label}が未定のため、その範囲内かどうかを判定できません。")
            return
        most = Yen(max(most, 0))
        for pool in self.pools(account):
            before = account.sum(pool.members)
            account.limit(pool.members, self, most, pool.scope)
            reason = f"{money(before)} が{self.to.label} {money(most)} を超えます。"
            self.lower(account, pool, most, reason)

    def sentence(self, names: Names) -> str:
        return f"{self.subject(names)}の補助金の額は、{self.to.label}を超えません。"

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.per:
            yield "per", "clamp は請求全体に働きます。per を消してください。"
