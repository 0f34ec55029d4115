"""How the share that keeps a base differs between groups of 組, and how sure that is. Pure.

Each value of an attribute is compared with all others of the same attribute. A difference
between such groups says nothing of what brought it about: nobody drew lots who gets a grant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import hypot

from otameshi.followup.retention.interval import Interval, wilson

FEW = 10  # 組 that answered: with fewer, one answer moves the share by more than 10 points
MISSING = Fraction(1, 20)  # of 95 % intervals that leave out the true difference


@dataclass(frozen=True, slots=True)
class Share:
    """組 that keep a base and 組 that do not; who said nothing is kept apart."""

    kept: int
    left: int
    unknown: int = 0

    @property
    def answered(self) -> int:
        return self.kept + self.left

    @property
    def groups(self) -> int:
        return self.answered + self.unknown

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.kept, self.answered) if self.answered else None

    @property
    def interval(self) -> Interval | None:
        return wilson(self.kept, self.answered)

    @property
    def few(self) -> bool:
        return self.answered < FEW

    def __add__(self, other: "Share") -> "Share":
        return Share(self.kept + other.kept, self.left + other.left, self.unknown + other.unknown)


@dataclass(frozen=True, slots=True)
class Difference:
    """A share less another, with its 95 % interval."""

    value: Fraction
    interval: Interval  # from -1 to 1


@dataclass(frozen=True, slots=True)
class Line:
    """One value of an attribute beside all others of it."""

    name: str
    share: Share
    others: Share
    difference: Difference | None  # to the others; without answers on both sides there is none

    @property
    def few(self) -> bool:
        """Return whether too few answered, on its side or on the other if anybody stands there."""
        return self.share.few or (self.others.groups > 0 and self.others.few)


def difference(one: Share, other: Share) -> Difference | None:
    """Compare two shares (Newcombe, Statistics in Medicine 17, 1998, method 10).

    The interval is made of Wilson's intervals of both, so it holds for small numbers too.
    """
    first, second, here, there = one.rate, other.rate, one.interval, other.interval
    if first is None or second is None or here is None or there is None:
        return None
    value = first - second
    return Difference(
        value,
        Interval(
            float(value) - hypot(first - here.low, there.high - second),
            float(value) + hypot(here.high - first, second - there.low),
        ),
    )


def lines(shares: Mapping[str, Share]) -> list[Line]:
    """Return the values of one attribute in their order, each beside all others."""
    found = []
    for name, share in shares.items():
        others = Share(0, 0)
        for other_name, other in shares.items():
            if other_name != name:
                others += other
        found.append(Line(name, share, others, difference(share, others)))
    return found


def comparisons(table: Sequence[Line]) -> int:
    """Count the differences that a table tells; two values that face each other are one."""
    shown = [one for one in table if one.difference is not None]
    return 1 if len(table) == 2 and shown else len(shown)  # noqa: PLR2004  # a pair
