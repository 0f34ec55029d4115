"""Round numbers for an axis. Counts are whole, so no step is smaller than 1."""

from collections.abc import Iterator
from fractions import Fraction

from otameshi.core.charts.facts import Number, plain

MOST = 5  # steps on an axis
UNITS = ((10**12, "兆"), (10**8, "億"), (10**4, "万"))
PLAIN = 10_000  # from here on a number that must be short is rounded


def ticks(most: Number) -> tuple[int, ...]:
    """Return 0 and at most five steps of 1, 2 or 5 × 10ⁿ, the last not below the most."""
    step = next(one for one in _steps() if one * MOST >= most)
    count = max(-(-Fraction(most) // step), 1)
    return tuple(step * number for number in range(int(count) + 1))


def _steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def tick_words(tick: int) -> str:
    """Return 30万 and 2億 for amounts; what is not whole in them stays as it is."""
    for unit, name in UNITS:
        if tick >= unit and tick * 10 % unit == 0:
            whole, tenth = divmod(tick * 10 // unit, 10)
            return f"{whole:,}{f'.{tenth}' if tenth else ''}{name}"
    return f"{tick:,}"


def compact(value: Number) -> str:
    """Return a number that fits a small place: 12,346 as 1.2万; the table has it whole."""
    if value < PLAIN:
        return plain(value)
    unit, name = next((unit, name) for unit, name in UNITS if value >= unit)
    return f"{plain(Fraction(value) / unit)}{name}"
