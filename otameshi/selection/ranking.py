"""Scores become a ranking, and ties stay ties. No database, no web."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.selection.rules import Outcome, SheetState

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Scale:
    """One criterion of the rubric; points run from 1 to `most`."""

    key: int
    name: str
    weight: int
    most: int
    floor: int  # 足切り: a mean below it fails; 0 means none


@dataclass(frozen=True, slots=True)
class Marks:
    """One reviewer's sheet."""

    reviewer: str
    state: SheetState
    points: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sheets of one candidate come to. `score` is None while no sheet is finished."""

    score: Fraction | None
    means: Mapping[int, Fraction]
    spread: Fraction | None
    below_floor: tuple[str, ...]
    missing: tuple[str, ...]
    recused: tuple[str, ...]

    @property
    def ranked(self) -> bool:
        return self.score is not None and not self.below_floor


def standing(scales: Sequence[Scale], sheets: Sequence[Marks]) -> Standing:
    """Weigh each criterion's mean over the finished sheets; recused sheets are left out.

    score = Σ weight x mean / Σ weight. The spread is the gap between the highest and the lowest
    reviewer's own weighted mean.
    """
    final = [sheet for sheet in sheets if _finished(sheet, scales)]
    open_ = [s.reviewer for s in sheets if s not in final and s.state is not SheetState.RECUSED]
    recused = [sheet.reviewer for sheet in sheets if sheet.state is SheetState.RECUSED]
    own = [
        _weighed(scales, {s.key: Fraction(sheet.points[s.key]) for s in scales}) for sheet in final
    ]
    means = {s.key: _mean([sheet.points[s.key] for sheet in final]) for s in scales if final}
    return Standing(
        score=_weighed(scales, means) if means else None,
        means=means,
        spread=max(own) - min(own) if len(own) > 1 else None,
        below_floor=tuple(s.name for s in scales if means and means[s.key] < s.floor),
        missing=tuple(sorted(open_)),
        recused=tuple(sorted(recused)),
    )


def _finished(sheet: Marks, scales: Sequence[Scale]) -> bool:
    """Say whether a sheet counts; one that lacks a criterion added later does not."""
    return sheet.state is SheetState.FINAL and all(s.key in sheet.points for s in scales)


def _mean(points: Sequence[int]) -> Fraction:
    return Fraction(sum(points), len(points))


def _weighed(scales: Sequence[Scale], means: Mapping[int, Fraction]) -> Fraction:
    weights = sum(scale.weight for scale in scales)
    return sum((s.weight * means[s.key] for s in scales), Fraction(0)) / (weights or 1)


def ranks(standings: Mapping[int, Standing]) -> dict[int, int]:
    """Give each candidate its place: 1, 2, 2, 4. No score, or one below a floor: no place."""
    scores = {
        key: one.score for key, one in standings.items() if one.score is not None and one.ranked
    }
    return {
        key: 1 + sum(other > score for other in scores.values()) for key, score in scores.items()
    }


def shown(score: Fraction | None) -> str:
    """Write a score with two decimals, half a hundredth rounded up."""
    if score is None:
        return "—"
    hundredths = (score * HUNDREDTHS + Fraction(1, 2)).__floor__()
    return f"{hundredths // HUNDREDTHS}.{hundredths % HUNDREDTHS:02}"


def doubts(title: str, one: Standing, outcome: Outcome) -> list[str]:
    """Say what must be explained before this candidate is proposed with this outcome."""
    found = []
    if one.score is None:
        found.append(f"{title}は、採点がまだありません。")
    if one.missing:
        found.append(f"{title}は、{'、'.join(one.missing)}の採点が終わっていません。")
    if one.below_floor and outcome is not Outcome.REJECTED:
        found.append(f"{title}は、{'、'.join(one.below_floor)}が基準点に届いていません。")
    return found
