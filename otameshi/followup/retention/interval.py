"""How far a share of few could be chance: the Wilson score interval, 95 percent, two-sided."""

from dataclasses import dataclass
from math import sqrt

# The 97.5th percentile of the normal distribution.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Interval:
    """From 0 to 1. It says nothing of those who gave no answer: that is what the bounds are for."""

    low: float
    high: float

    @property
    def tenths(self) -> tuple[int, int]:
        """Return it in tenths of a percent, as it is printed."""
        return round(self.low * 1000), round(self.high * 1000)


def wilson(part: int, whole: int) -> Interval | None:
    """Return the interval of `part` of `whole`, or nothing where there is nobody.

    The share p of n has its middle at (p + z²/2n) / (1 + z²/n), and reaches
    z·√(p(1-p)/n + z²/4n²) / (1 + z²/n) to either side (Wilson 1927).
    """
    if whole == 0:
        return None
    share, pull = part / whole, Z * Z / whole
    middle = (share + pull / 2) / (1 + pull)
    reach = Z * sqrt(share * (1 - share) / whole + pull / (4 * whole)) / (1 + pull)
    return Interval(
        low=0.0 if part == 0 else middle - reach,
        high=1.0 if part == whole else middle + reach,
    )
