"""Allowances (定額): what is claimed is a price by unit, whatever was spent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from otameshi.core.yen import Yen
from otameshi.subsidy.account import Account
from otameshi.subsidy.facts import Line
from otameshi.subsidy.rules.base import Names, OnLines, Part
from otameshi.subsidy.rules.caps import UNITS
from otameshi.subsidy.words import ZERO, Piece, Unit, day, decimal, money


@dataclass(frozen=True, kw_only=True)
class Price:
    """Yen for one unit from `first` to `last`; a fraction such as "170/15" is 円 for each km."""

    amount: Fraction
    first: date | None = None
    last: date | None = None

    def __contains__(self, on: date) -> bool:
        return (self.first or date.min) <= on <= (self.last or date.max)

    def words(self) -> str:
        since = f"{day(self.first)}から" if self.first else ""
        until = f"{day(self.last)}まで" if self.last else ""
        return f"{since}{until}{decimal(self.amount)}円"


QUANTITY: dict[Piece, Callable[[Line], Fraction]] = {
    Piece.KM: lambda line: line.km,
    Piece.LINE: lambda line: Fraction(1),  # noqa: ARG005 - one line is one piece
    Piece.NIGHT: lambda line: Fraction(UNITS[Unit.NIGHT](line)),
    Piece.DAY: lambda line: Fraction(UNITS[Unit.DAY](line)),
    Piece.DAY24: lambda line: Fraction(UNITS[Unit.DAY24](line)),
    Piece.MONTH: lambda line: Fraction(UNITS[Unit.MONTH](line)),
}


@dataclass(frozen=True, kw_only=True)
class Allowance(OnLines):
    """The claim of a line is price × units on its date, below one yen dropped.

    `most` units count in the whole claim, used up in the order of the dates; with `persons` the
    users of a line multiply it.
    """

    TITLE: ClassVar[str] = "定額"
    PART: ClassVar[Part] = Part.COST

    rule: Literal["allowance"] = "allowance"
    unit: Piece
    prices: tuple[Price, ...]
    most: int | None = None
    persons: bool = False

    def apply(self, account: Account) -> None:
        lines = account.lines
        left = None if self.most is None else Fraction(self.most)
        fresh = [i for i in account.matching(self.kinds, self.sub_kinds) if not account.chain[i]]
        for i in sorted(fresh, key=lambda i: (lines[i].incurred_on, lines[i].key)):
            asked = max(QUANTITY[self.unit](lines[i]), Fraction(0))
            number = asked if left is None else min(asked, left)
            left = None if left is None else left - number
            self._price(account, i, asked, number)

    def _price(self, account: Account, i: int, asked: Fraction, number: Fraction) -> None:
        line = account.lines[i]
        price = next((price for price in self.prices if line.incurred_on in price), None)
        if not asked:
            message = f"{self.unit.label}の数を記入してください。"
            account.lack(self, message, i)
            account.price(i, self, ZERO, message)
        elif price is None:
            account.price(i, self, ZERO, f"{day(line.incurred_on)}に有効な単価がありません。")
        else:
            factor = number * (max(line.persons, 0) if self.persons else 1)
            amount = Yen(int(price.amount * factor))
            people = f" × {line.persons}人" if self.persons else ""
            limit = f"（通算{self.most}{self.unit.label}まで）" if number < asked else ""
            words = f"{decimal(price.amount)}円 × {decimal(number)}{self.unit.label}{limit}{people}"
            account.price(i, self, amount, f"定額 {words} = {money(amount)} です。")

    def sentence(self, names: Names) -> str:
        each = f"1{self.unit.label}{'・1人' if self.persons else ''}当たり"
        prices = "、".join(price.words() for price in self.prices)
        most = f"通算{self.most}{self.unit.label}までです。" if self.most is not None else ""
        return f"{self.subject(names)}は、実際の額によらず{each}{prices}とします。{most}"

    def faults(self) -> Iterator[tuple[str, str]]:
        if not self.kinds and not self.sub_kinds:
            yield "kinds", "定額とする経費の区分を kinds に書いてください。"
        if not self.prices:
            yield "prices", "単価を一つ以上書いてください。"
        if self.most is not None and self.most < 1:
            yield "most", "most は1以上にしてください。"
        for i, price in enumerate(self.prices):
            yield from self._price_faults(i, price)

    def _price_faults(self, i: int, price: Price) -> Iterator[tuple[str, str]]:
        if price.amount <= 0:
            yield f"prices.{i}.amount", "単価は0円より大きくしてください。"
        if (price.first or date.min) > (price.last or date.max):
            yield f"prices.{i}.last", "last が first より前になっています。"
        for earlier in self.prices[:i]:
            if (price.first or date.min) <= (earlier.last or date.max) and (
                earlier.first or date.min
            ) <= (price.last or date.max):
                message = "適用する期間が前の単価と重なっています。"
                yield f"prices.{i}", f"{message}first と last で期間を分けてください。"
