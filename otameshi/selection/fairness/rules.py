"""Rates by group, compared by the rule of four fifths, and what may leave the office. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.core.labels import Labelled
from otameshi.selection.fairness.chance import fisher, wilson
from otameshi.selection.rules import State

# 29 CFR 1607.4(D), Uniform Guidelines on Employee Selection Procedures, 1978.
FOUR_FIFTHS = Fraction(4, 5)
CHANCE = Fraction(5, 100)
FEW = 5  # decided groups (組): the best rate of fewer is no measure for others
SMALL = 100  # decided groups in all: with fewer, one decision moves most rates by points
HIDDEN = 3  # a count of people below it does not leave the office

FAILED = frozenset({State.SCREENING, State.INELIGIBLE})
OPEN = frozenset({State.SCREENING, State.REVIEWING, State.PROPOSED})
CHOSEN = frozenset({State.SELECTED, State.DECLINED})


class Reading(Labelled):
    NONE = "none", "比べられません"
    BEST = "best", "比べる基準"
    WITHIN = "within", "目安の範囲"
    CHANCE = "chance", "差はあるが、偶然でも起こる"
    APART = "apart", "確かめてください"


@dataclass(frozen=True, slots=True)
class Case:
    """One application: what it is counted under, and how far it came."""

    state: State
    groups: Mapping[str, tuple[str, ...]]  # dimension: groups (several reviewers)


@dataclass(frozen=True, slots=True)
class Counts:
    """組 that applied, passed the 形式審査, are decided, and were selected."""

    applied: int
    passed: int
    decided: int
    selected: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.selected, self.decided) if self.decided else None

    @property
    def few(self) -> bool:
        return 0 < self.decided < SMALL

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        return wilson(self.selected, self.decided) if self.decided else None


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    counts: Counts
    ratio: Fraction | None  # of its rate to the best one's
    chance: Fraction | None  # of such a difference to the best one's
    reading: Reading


@dataclass(frozen=True, slots=True)
class Dimension:
    name: str
    groups: Sequence[Group]
    overlapping: bool = False  # one application is counted in several groups


def counts(cases: Iterable[Case]) -> Counts:
    """Count; who gave the place up after being selected was selected."""
    states = [case.state for case in cases]
    return Counts(
        applied=len(states),
        passed=sum(one not in FAILED for one in states),
        decided=sum(one not in OPEN for one in states),
        selected=sum(one in CHOSEN for one in states),
    )


def dimension(
    name: str, cases: Sequence[Case], order: Sequence[str] = (), *, overlapping: bool = False
) -> Dimension:
    """Compare the groups of one dimension with the one of the best rate."""
    by: dict[str, list[Case]] = {}
    for case in cases:
        for group in case.groups.get(name, ()):
            by.setdefault(group, []).append(case)
    place = {group: number for number, group in enumerate(order)}
    names = sorted(by, key=lambda one: (place.get(one, len(place)), one))
    found = {group: counts(by[group]) for group in names}
    best = _best(found)
    return Dimension(name, [_compared(key, one, best) for key, one in found.items()], overlapping)


def _best(found: Mapping[str, Counts]) -> Counts | None:
    """Return the group with the best rate among those of some size, the largest of equals."""
    rates = [(one.rate, one.decided, one) for one in found.values() if one.decided >= FEW]
    usable = [(rate, size, one) for rate, size, one in rates if rate]
    return max(usable, key=lambda each: each[:2])[2] if usable else None


def _compared(name: str, one: Counts, best: Counts | None) -> Group:
    if best is None or best.rate is None or one.rate is None:
        return Group(name, one, None, None, Reading.NONE)
    ratio = one.rate / best.rate
    if one is best:
        return Group(name, one, ratio, None, Reading.BEST)
    chance = fisher(one.selected, one.decided, best.selected, best.decided)
    return Group(name, one, ratio, chance, _reading(ratio, chance))


def _reading(ratio: Fraction, chance: Fraction) -> Reading:
    if ratio >= FOUR_FIFTHS:
        return Reading.WITHIN
    return Reading.APART if chance < CHANCE else Reading.CHANCE


def hidden(groups: Sequence[Group]) -> set[str]:
    """Name the groups whose figures do not leave the office.

    Those in which a count, or what is left of one, is below three; and where that is one group
    alone, the next smallest as well: the total would tell it.
    """
    small = {one.name for one in groups if _tells(one.counts)}
    others = [one for one in groups if one.name not in small]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda one: (one.counts.applied, one.name)).name)
    return small


def _tells(one: Counts) -> bool:
    left = (one.applied - one.passed, one.decided - one.selected)
    return any(0 < count < HIDDEN for count in (one.applied, one.passed, one.selected, *left))
