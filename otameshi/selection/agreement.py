"""一致度: how far reviewers agree, by Krippendorff's alpha. No database, no web.

Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011: it takes any number of reviewers
and missing sheets, and allows for what chance alone would give.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from otameshi.core.labels import Labelled

# Krippendorff, Content Analysis, 2004, p. 241.
RELIABLE, TENTATIVE = Fraction(8, 10), Fraction(667, 1000)
FEW = 10  # candidates with two sheets: with fewer, one sheet more can turn the figure round

Value = Fraction | int
Distance = Callable[[Value, Value], Fraction]
Units = Iterable[Sequence[Value]]


class Reading(Labelled):
    UNKNOWN = "unknown", "計算できません"
    RELIABLE = "reliable", "よくそろっています"
    TENTATIVE = "tentative", "おおむねそろっています"
    LOW = "low", "そろっていません"


def interval(units: Units) -> Fraction | None:
    """Return alpha where the distance between two points is a distance: (c - k)²."""
    return _alpha(_coincidences(units), lambda _: lambda c, k: Fraction(c - k) ** 2)


def ordinal(units: Units) -> Fraction | None:
    """Return alpha where points are only an order: ranks between them count."""
    return _alpha(_coincidences(units), _ranks_between)


def nominal(units: Units) -> Fraction | None:
    """Return alpha where points are only names: equal or not."""
    return _alpha(_coincidences(units), lambda _: lambda c, k: Fraction(c != k))


def reading(alpha: Fraction | None) -> Reading:
    if alpha is None:
        return Reading.UNKNOWN
    if alpha >= RELIABLE:
        return Reading.RELIABLE
    return Reading.TENTATIVE if alpha >= TENTATIVE else Reading.LOW


def compared(units: Units) -> int:
    """Count the candidates whose points can be compared: those with two or more."""
    return sum(len(unit) > 1 for unit in units)


def _coincidences(units: Units) -> dict[tuple[Value, Value], Fraction]:
    """Count the pairs of values within units, each unit with the weight of its values."""
    found: dict[tuple[Value, Value], Fraction] = {}
    for unit, times in Counter(tuple(sorted(one)) for one in units if len(one) > 1).items():
        for pair, count in Counter(permutations(unit, 2)).items():
            found[pair] = found.get(pair, Fraction(0)) + Fraction(times * count, len(unit) - 1)
    return found


def _alpha(
    pairs: Mapping[tuple[Value, Value], Fraction],
    metric: Callable[[Mapping[Value, Fraction]], Distance],
) -> Fraction | None:
    """Return 1 - observed / expected disagreement; None where nothing could disagree."""
    counts: dict[Value, Fraction] = {}
    for (value, _), count in pairs.items():
        counts[value] = counts.get(value, Fraction(0)) + count
    distance = metric(counts)
    apart = {(c, k): distance(c, k) for c in counts for k in counts}
    expected = sum((counts[c] * counts[k] * gap for (c, k), gap in apart.items()), Fraction(0))
    if not expected:
        return None
    observed = sum((count * apart[pair] for pair, count in pairs.items()), Fraction(0))
    return 1 - (sum(counts.values()) - 1) * observed / expected


def _ranks_between(counts: Mapping[Value, Fraction]) -> Distance:
    """Return δ² = (the values from c to k, less half of both ends)²."""
    below: dict[Value, Fraction] = {}
    passed = Fraction(0)
    for value in sorted(counts):
        below[value] = passed + counts[value] / 2  # the middle of its ranks
        passed += counts[value]
    return lambda c, k: (below[c] - below[k]) ** 2
