"""Small numbers and chance: an interval for a rate, a probability for a difference. Pure, exact."""

from fractions import Fraction
from math import comb, isqrt

CONFIDENCE = Fraction(1_959_964, 1_000_000)  # standard deviations that hold 95 %
DIGITS = 10**8


def wilson(count: int, of: int) -> tuple[Fraction, Fraction]:
    """Return the 95 % interval of a rate (Wilson, JASA 22, 1927).

    Unlike rate ± 1.96 standard errors it stays between 0 and 1 and holds for small numbers
    (Newcombe, Statistics in Medicine 17, 1998, method 3).
    """
    z2 = CONFIDENCE**2
    middle = 2 * count + z2
    half = CONFIDENCE * _root(z2 + 4 * count * (1 - Fraction(count, of)))
    whole = 2 * (of + z2)
    return max(Fraction(0), (middle - half) / whole), min(Fraction(1), (middle + half) / whole)


def _root(square: Fraction) -> Fraction:
    """Return the square root to eight decimals."""
    return Fraction(isqrt(int(square * DIGITS**2)), DIGITS)


def fisher(count: int, of: int, other: int, of_other: int) -> Fraction:
    """Return how probable a difference at least as large is by chance alone.

    Fisher's exact test, both sides: with all four sums fixed, the probabilities of all tables no
    more probable than this one are added (Fisher, The Design of Experiments, 1935).
    """
    chosen = count + other
    least, most = max(0, chosen - of_other), min(chosen, of)
    ways = comb(of, least) * comb(of_other, chosen - least)
    counted: list[int] = []
    for k in range(least, most + 1):
        counted.append(ways)
        ways = ways * (of - k) * (chosen - k) // ((k + 1) * (of_other - chosen + k + 1))
    seen = counted[count - least]
    return Fraction(sum(one for one in counted if one <= seen), sum(counted))
