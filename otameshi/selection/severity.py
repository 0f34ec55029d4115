"""甘さ・辛さ: by how much each reviewer's totals lie above the others'. No database, no web."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm


@dataclass(frozen=True, slots=True)
class Given:
    """The total that one reviewer gave one candidate."""

    candidate: int
    reviewer: int
    total: Fraction


@dataclass(frozen=True, slots=True)
class Severity:
    """Each reviewer's severity in points, and who can be compared with whom."""

    by: Mapping[int, Fraction]
    sets: tuple[frozenset[int], ...]  # joined by candidates they share, even through others


def severities(given: Sequence[Given]) -> Severity:
    """Fit total = candidate + reviewer by least squares, and return the reviewers' part.

    Above zero is lenient. In each set the severities, weighted by sheets, sum to zero: taking
    them out leaves the set's mean as it was (Roos, Rothe, Scheuermann, AAAI 2011, without
    limits on the range).
    """
    by_candidate: dict[int, dict[int, Fraction]] = defaultdict(dict)
    for one in given:
        by_candidate[one.candidate][one.reviewer] = one.total
    sets = _joined(by_candidate.values())
    found: dict[int, Fraction] = {}
    for each in sets:
        inside = [sheets for sheets in by_candidate.values() if each & sheets.keys()]
        found |= _level(sorted(each), inside)
    return Severity(found, sets)


def _joined(groups: Iterable[Mapping[int, Fraction]]) -> tuple[frozenset[int], ...]:
    sets: list[set[int]] = []
    for group in groups:
        touched = [one for one in sets if one & group.keys()]
        sets = [one for one in sets if one not in touched]
        sets.append(set(group).union(*touched))
    return tuple(sorted((frozenset(one) for one in sets), key=min))


def _level(
    reviewers: Sequence[int], candidates: Sequence[Mapping[int, Fraction]]
) -> dict[int, Fraction]:
    """Solve one set: the last reviewer is put at zero, then all are centred."""
    rows = _normal(reviewers, candidates)
    free = _solved([[*row[:-2], row[-1]] for row in rows[:-1]])
    found = dict(zip(reviewers, [*free, Fraction(0)], strict=True))
    sheets = [one for each in candidates for one in each]
    centre = sum((found[one] for one in sheets), Fraction(0)) / len(sheets)
    return {key: one - centre for key, one in found.items()}


def _normal(
    reviewers: Sequence[int], candidates: Sequence[Mapping[int, Fraction]]
) -> list[list[int]]:
    """Return the normal equations with the candidates eliminated, in whole numbers."""
    place = {key: n for n, key in enumerate(reviewers)}
    scale = lcm(*(len(each) for each in candidates))
    size = len(reviewers)
    rows = [[0] * size for _ in reviewers]
    right = [Fraction(0)] * size
    for each in candidates:
        mean = sum(each.values(), Fraction(0)) / len(each)
        for one, mark in each.items():
            rows[place[one]][place[one]] += scale
            right[place[one]] += scale * (mark - mean)
            for other in each:
                rows[place[one]][place[other]] -= scale // len(each)
    common = lcm(*(one.denominator for one in right))
    return [
        [*(common * one for one in row), int(common * last)]
        for row, last in zip(rows, right, strict=True)
    ]


def _solved(rows: list[list[int]]) -> list[Fraction]:
    """Solve positive definite equations exactly, without fractions on the way (Bareiss, 1968)."""
    size, before = len(rows), 1
    for k, top in enumerate(rows):
        for row in rows[k + 1 :]:
            factor = row[k]
            for j in range(k, size + 1):
                row[j] = (row[j] * top[k] - factor * top[j]) // before
        before = top[k]
    found = [Fraction(0)] * size
    for k in range(size - 1, -1, -1):
        known = sum((rows[k][j] * found[j] for j in range(k + 1, size)), Fraction(0))
        found[k] = (rows[k][size] - known) / rows[k][k]
    return found
