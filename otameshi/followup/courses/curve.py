"""How long bases are kept: a curve over the waves, with all that is not known of it. Pure.

Kaplan and Meier, JASA 53, 1958. A 組 is under observation until it was last heard of; one that
was never heard of is not on the curve and is counted apart.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log, sqrt

from otameshi.followup.courses.rules import Course
from otameshi.followup.retention.interval import Interval, Z, wilson

FEW = 10  # 組 under observation: with fewer, one answer moves the curve by more than 10 points

# Months after the stay, and whether just behind the wave of that month rather than at it.
Moment = tuple[int, bool]
Courses = Mapping[Course, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """組 at one wave: how the curve comes about, and what is known whatever is assumed."""

    at_risk: int  # under observation: heard of at this wave or later
    departed: int  # told at this wave that they have left
    censored: int  # kept a base at this wave, and nothing is known of them afterwards
    keeping: int  # known to keep a base at this time
    left: int  # known to have left by this time


@dataclass(frozen=True, slots=True)
class Point:
    """One wave on the curve."""

    months: int
    counts: Counts
    share: Fraction | None  # keeping a base; a departure counts at the wave that told of it
    earliest: Fraction | None  # the same, if each left right after its last answer
    interval: Interval | None  # 95 %

    @property
    def few(self) -> bool:
        return 0 < self.counts.at_risk < FEW

    @property
    def band(self) -> tuple[Fraction, Fraction] | None:
        """Return what stays open as long as nobody knows when between two waves a 組 left."""
        if self.share is None or self.earliest is None:
            return None
        return min(self.share, self.earliest), max(self.share, self.earliest)


@dataclass(frozen=True, slots=True)
class Curve:
    points: tuple[Point, ...]
    groups: int  # 組 on the curve

    @property
    def last(self) -> Point | None:
        """Return the last wave at which somebody was under observation."""
        seen = [one for one in self.points if one.share is not None]
        return seen[-1] if seen else None


def curve(courses: Courses, waves: Collection[int]) -> Curve:
    """Return the curve of these 組 at these waves (months after the stay).

    A departure is dated at the wave that told of it, the latest that it can have been. `earliest`
    dates it right behind the last wave at which a base was kept, or at the end of the stay where
    none was. With nobody under observation any more the curve has ended.
    """
    heard = {one: groups for one, groups in courses.items() if one.heard}
    told, soon = _steps(heard, _told), _steps(heard, _soonest)
    points, variance = [], 0.0
    for months in sorted(waves):
        here = counts(heard, months)
        if 0 < here.departed < here.at_risk:
            variance += here.departed / (here.at_risk * (here.at_risk - here.departed))
        if not here.at_risk:
            points.append(Point(months, here, None, None, None))
            continue
        share = _at(told, months)
        interval = _interval(share, variance, here.at_risk)
        points.append(Point(months, here, share, _at(soon, months), interval))
    return Curve(tuple(points), sum(heard.values()))


def counts(heard: Courses, months: int) -> Counts:
    def count(holds: Callable[[Course], bool]) -> int:
        return sum(groups for one, groups in heard.items() if holds(one))

    return Counts(
        at_risk=count(lambda one: _until(one, _told) >= (months, False)),
        departed=count(lambda one: one.left_by == months),
        censored=count(lambda one: one.left_by is None and one.kept_until == months),
        keeping=count(lambda one: one.kept_until is not None and one.kept_until >= months),
        left=count(lambda one: one.left_by is not None and one.left_by <= months),
    )


def _told(one: Course) -> Moment | None:
    """Return the latest moment at which it can have left."""
    return None if one.left_by is None else (one.left_by, False)


def _soonest(one: Course) -> Moment | None:
    """Return the earliest moment at which it can have left."""
    if one.left_by is None:
        return None
    return (0, False) if one.kept_until is None else (one.kept_until, True)


def _until(one: Course, left: Callable[[Course], Moment | None]) -> Moment:
    """Return the moment until which it is under observation."""
    return left(one) or (one.kept_until or 0, False)


def _steps(
    heard: Courses, left: Callable[[Course], Moment | None]
) -> list[tuple[Moment, Fraction]]:
    """Return the share still keeping a base after each moment at which some left."""
    share, found = Fraction(1), []
    for moment in sorted({at for one in heard if (at := left(one)) is not None}):
        at_risk = sum(n for one, n in heard.items() if _until(one, left) >= moment)
        gone = sum(n for one, n in heard.items() if left(one) == moment)
        share *= 1 - Fraction(gone, at_risk)
        found.append((moment, share))
    return found


def _at(steps: list[tuple[Moment, Fraction]], months: int) -> Fraction:
    passed = [share for moment, share in steps if moment <= (months, False)]
    return passed[-1] if passed else Fraction(1)


def _interval(share: Fraction, variance: float, at_risk: int) -> Interval | None:
    """Return the 95 % interval on the log-log scale, with Greenwood's variance.

    (Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1980.) Where all or
    none keep a base that has no width, as if nothing could be otherwise: there it is Wilson's
    interval of those under observation.
    """
    if share in (0, 1):
        return wilson(at_risk if share else 0, at_risk)
    middle = log(-log(share))
    half = Z * sqrt(variance) / -log(share)
    return Interval(exp(-exp(middle + half)), exp(-exp(middle - half)))
