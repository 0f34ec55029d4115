"""Rules that turn eligible cost into money: rate, limit, rounding and outside ceilings."""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal

from otameshi.core.yen import Yen, floor_to, share
from otameshi.subsidy.account import Account
from otameshi.subsidy.pools import Pool, pools
from otameshi.subsidy.rules.base import Names, OnLines, Rule
from otameshi.subsidy.tiers import Tier, count
from otameshi.subsidy.words import Ceiling, Measure, Mode, Per, money, part


def level(per: tuple[Per, ...]) -> str:
    return "・".join(one.label for one in per) + "ごとに" if per else "合計額で"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(OnLines):
    """補助率: the part that is paid, or a part by tier; what is below one yen is dropped."""

    TITLE: ClassVar[str] = "補助率"

    rule: Literal["rate"] = "rate"
    rate: Fraction | None = None
    by: Measure | None = None
    tiers: tuple[Tier, ...] = ()
    per: tuple[Per, ...] = ()

    def apply(self, account: Account) -> None:
        rate, why = self._rate(account)
        if rate == 1:
            return
        for pool in pools(account, self.chosen(account), self.per):
            before = account.sum(pool.members)
            after = share(before, rate)
            reason = (
                f"{money(before)} に補助率 {part(rate)}{why} を乗じて {money(after)} とします。"
            )
            lower(account, self, pool, after, reason)

    def _rate(self, account: Account) -> tuple[Fraction, str]:
        if self.by is None or self.rate is not None:
            return self.rate or Fraction(0), ""
        number = count(self.by, account.facts)
        if number is None:
            account.lack(self, f"{self.by.label}が未定のため、低い方の率で計算しました。")
            return min(tier.rate or Fraction(0) for tier in self.tiers), ""
        found = [tier.rate or Fraction(0) for tier in self.tiers if number in tier]
        return (found[0] if found else Fraction(0)), f"（{self.by.label} {number}）"

    def sentence(self, names: Names) -> str:
        if self.by is None:
            rate = part(self.rate or Fraction(0))
            return f"{self.subject(names)}の{rate}を補助します（{level(self.per)}計算）。"
        rates = "、".join(
            f"{tier.words(self.by)}は{part(tier.rate or Fraction(0))}" for tier in self.tiers
        )
        return f"{self.subject(names)}の補助率は、{self.by.label}が{rates}です。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding(OnLines):
    """端数: bring each pool to a whole number of `unit` yen; never above what was claimed."""

    TITLE: ClassVar[str] = "端数の処理"

    rule: Literal["rounding"] = "rounding"
    unit: int
    mode: Mode = Mode.DOWN
    per: tuple[Per, ...] = ()

    def apply(self, account: Account) -> None:
        for pool in pools(account, self.chosen(account), self.per):
            before = account.sum(pool.members)
            claimed = Yen(sum(account.claimed[i] for i in pool.members))
            after = min(self.rounded(before), claimed)
            if after != before:
                reason = f"{money(before)} の{self.words()}により {money(after)} とします。"
                change(account, self, pool, after, reason)

    def rounded(self, amount: Yen) -> Yen:
        match self.mode:
            case Mode.DOWN:
                return floor_to(self.unit, amount)
            case Mode.NEAREST:
                return floor_to(self.unit, Yen(amount + self.unit // 2))
            case Mode.UP:
                return floor_to(self.unit, Yen(amount + self.unit - 1))

    def words(self) -> str:
        return f"{self.unit:,}円未満{self.mode.label}"

    def sentence(self, names: Names) -> str:
        return f"{self.subject(names)}は、{level(self.per)}{self.words()}とします。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamp(OnLines):
    """The claim never passes an amount that the office has already set."""

    TITLE: ClassVar[str] = "交付決定額・予算の範囲"

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
        for pool in pools(account, self.chosen(account), ()):
            before = account.sum(pool.members)
            ceiling = f"{self.to.label} {money(most)}"
            reason = f"{money(before)} が{ceiling} を超えます。"
            lower(account, self, pool, most, reason)

    def sentence(self, names: Names) -> str:
        return f"{self.subject(names)}の補助金の額は、{self.to.label}を超えません。"


def lower(account: Account, rule: Rule, pool: Pool, most: Yen, reason: str) -> None:
    """Bring a pool down to `most`, if it is above."""
    if account.sum(pool.members) > most:
        change(account, rule, pool, most, reason)


def change(account: Account, rule: Rule, pool: Pool, after: Yen, reason: str) -> None:
    if len(pool.members) == 1 and pool.scope == "この行":
        account.cut(pool.members[0], rule, after, reason, eligible=True)
    else:
        account.settle(pool.members, rule, after, reason, pool.scope)
