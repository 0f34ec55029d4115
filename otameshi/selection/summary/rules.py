"""What the sheets of a call say about those who scored. No database, no web."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.selection import agreement
from otameshi.selection.agreement import Reading
from otameshi.selection.ranking import Scale, total
from otameshi.selection.severity import Given, Severity

FEW_SHEETS = 5  # of a reviewer: with fewer, one candidate decides how severe they look


@dataclass(frozen=True, slots=True)
class Scored:
    """One finished sheet."""

    candidate: int
    reviewer: int
    points: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree on one thing, over the candidates that two or more have scored."""

    name: str
    alpha: Fraction | None
    candidates: int

    @property
    def reading(self) -> Reading:
        return agreement.reading(self.alpha)

    @property
    def few(self) -> bool:
        return self.candidates < agreement.FEW


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one reviewer's finished sheets come to."""

    sheets: int
    mean: Fraction
    severity: Fraction
    set: int  # from 1: only those of one set can be compared

    @property
    def few(self) -> bool:
        return self.sheets < FEW_SHEETS


def complete(scales: Sequence[Scale], sheets: Iterable[Scored]) -> list[Scored]:
    """Leave out a sheet that lacks what the rubric asks now: it is being scored again."""
    keys = {scale.key for scale in scales}
    return [one for one in sheets if keys and keys <= one.points.keys()]


def given(scales: Sequence[Scale], sheets: Sequence[Scored]) -> list[Given]:
    return [Given(one.candidate, one.reviewer, total(scales, one.points)) for one in sheets]


def reviewed(totals: Sequence[Given], found: Severity) -> dict[int, Reviewed]:
    """Say of each reviewer how many sheets, which mean, how severe, and comparable with whom."""
    mine: dict[int, list[Fraction]] = defaultdict(list)
    for one in totals:
        mine[one.reviewer].append(one.total)
    place = {key: number for number, each in enumerate(found.sets, start=1) for key in each}
    return {
        key: Reviewed(len(marks), sum(marks, Fraction(0)) / len(marks), found.by[key], place[key])
        for key, marks in mine.items()
    }


def agreements(
    scales: Sequence[Scale], sheets: Sequence[Scored], totals: Sequence[Given]
) -> list[Agreement]:
    """Return alpha of the totals (interval) and of each criterion (ordinal)."""
    whole: dict[int, list[Fraction]] = defaultdict(list)
    for one in totals:
        whole[one.candidate].append(one.total)
    units = list(whole.values())
    found = [Agreement("重みで平均した点", agreement.interval(units), agreement.compared(units))]
    for scale in scales:
        points: dict[int, list[int]] = defaultdict(list)
        for sheet in sheets:
            points[sheet.candidate].append(sheet.points[scale.key])
        each = list(points.values())
        alpha = agreement.ordinal(each)
        found.append(Agreement(scale.name, alpha, agreement.compared(each)))
    return found
