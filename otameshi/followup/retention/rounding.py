"""How a share becomes tenths of a percent, and which way of rounding gives a printed figure."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor

from otameshi.followup.retention.meaning import Rounding
from otameshi.followup.rules import percent

HALF = Fraction(1, 2)


def _half_up(value: Fraction) -> int:
    return floor(value + HALF)


# Of a share in tenths of a percent: 15/19 is 789 and 9/19 of a tenth.
WAYS: Mapping[Rounding, Callable[[Fraction], int]] = {
    Rounding.HALF_UP: _half_up,
    Rounding.UP: ceil,
    Rounding.DOWN: floor,
    Rounding.TWICE: lambda value: _half_up(Fraction(_half_up(value * 10), 10)),
    Rounding.WHOLE: lambda value: _half_up(value / 10) * 10,
}


def rounded(share: Fraction, way: Rounding = Rounding.HALF_UP) -> int:
    """Return a share in tenths of a percent, rounded in the named way."""
    return WAYS[way](share * 1000)


def fitting(share: Fraction, printed: int) -> list[Rounding]:
    """Return the ways of rounding by which a share prints as it was printed."""
    return [way for way in Rounding if rounded(share, way) == printed]


def possible_reason(
    share: Fraction | None, published: int | None, used: Rounding = Rounding.HALF_UP
) -> str:
    """Name the ways of rounding that give the published figure; which one was used is unknown."""
    if share is None or published is None or rounded(share, used) == published:
        return ""
    found = [way.told for way in fitting(share, published)]
    return f"（{'か、'.join(found)}と、公表値と同じになります。）" if found else ""


def exact(share: Fraction) -> str:
    """Return what of a share no rounding changes: 78.947… of 15/19, 60.0 of 12/20."""
    thousandths, rest = divmod(share.numerator * 100_000, share.denominator)
    whole, decimals = divmod(thousandths, 1000)
    if rest:
        return f"{whole}.{decimals:03}…"
    return percent(whole * 10) if not decimals else f"{whole}.{decimals:03}".rstrip("0")
