"""Scores become a ranking, and ties stay ties. No database, no web."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.programme.method import WHOLE, Averaging, Method, TieRule, Unfinished
from otameshi.selection.rules import COUNTED, Outcome, SheetState

HUNDREDTHS = 100
USUAL = Method()
UNKNOWN: Mapping[int, Fraction] = {}
SPOKEN = COUNTED | {SheetState.RECUSED, SheetState.VOIDED}


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
    """One reviewer's sheet; `why` is the reason of one who could not judge."""

    reviewer: str
    state: SheetState
    points: Mapping[int, int]
    key: int = 0  # of the reviewer
    why: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The totals of a candidate's reviewers in three ways; None while no sheet is finished."""

    mean: Fraction | None
    median: Fraction | None
    trimmed: Fraction | None  # without the highest and the lowest, where three or more are given

    def chosen(self, averaging: Averaging) -> Fraction | None:
        return {
            Averaging.MEAN: self.mean,
            Averaging.MEDIAN: self.median,
            Averaging.TRIMMED: self.trimmed,
        }[averaging]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sheets of one candidate come to; a figure is None while no sheet is finished.

    `paper` is that of the figures which the year has chosen; `score` is what the year ranks by:
    paper and interview in the year's shares.
    """

    means: Mapping[int, Fraction]  # of each criterion
    figures: Figures
    paper: Fraction | None
    interview: Fraction | None
    score: Fraction | None
    adjusted: Fraction | None  # the score, had all been equally severe; nobody is ranked by it
    spread: Fraction | None
    below_floor: tuple[str, ...]
    missing: tuple[str, ...]
    recused: tuple[str, ...]
    abstained: tuple[str, ...]  # who could not judge, and why
    held_back: bool  # sheets are missing, and the year waits for them
    lacks_interview: bool  # the score is the paper's alone, although the year counts interviews
    tie_order: tuple[Fraction, ...]  # among those of one rank the smaller is listed first

    @property
    def ranked(self) -> bool:
        return self.score is not None and not self.below_floor and not self.held_back


def standing(
    scales: Sequence[Scale],
    sheets: Sequence[Marks],
    method: Method = USUAL,
    interview: Fraction | None = None,
    severity: Mapping[int, Fraction] = UNKNOWN,
) -> Standing:
    """Weigh each finished sheet, and bring the totals together as the year says.

    A reviewer's total is Σ weight x points / Σ weight. Who recused or abstained counts as none.
    The spread is the gap between the highest and the lowest total. `interview` is in the points
    of a total (up to `full(scales)`). `severity` says by how much each reviewer's totals lie
    above the others' (severity.py); without it nothing is adjusted.
    """
    final = [sheet for sheet in sheets if finished(sheet, scales)]
    totals = [total(scales, sheet.points) for sheet in final]
    even = [mark - severity.get(s.key, 0) for mark, s in zip(totals, final, strict=True)]
    open_ = [s.reviewer for s in sheets if s not in final and s.state in COUNTED]
    means = {s.key: _mean([one.points[s.key] for one in final]) for s in scales if final}
    spread = max(totals) - min(totals) if len(totals) > 1 else None
    figures = figures_of(totals)
    paper, adjusted = (one.chosen(method.averaging) for one in (figures, figures_of(even)))
    return Standing(
        means=means,
        figures=figures,
        paper=paper,
        interview=interview,
        score=_joined(paper, interview, method),
        adjusted=_joined(adjusted, interview, method) if severity else None,
        spread=spread,
        below_floor=tuple(s.name for s in scales if means and means[s.key] < s.floor),
        missing=tuple(sorted(open_)),
        recused=tuple(sorted(s.reviewer for s in sheets if s.state is SheetState.RECUSED)),
        abstained=tuple(sorted(_told(s) for s in sheets if s.state not in SPOKEN)),
        held_back=bool(open_) and method.unfinished is Unfinished.UNRANKED,
        lacks_interview=method.interview_share > 0 and interview is None,
        tie_order=_tie_order(scales, means, spread, method.tie_rule),
    )


def finished(sheet: Marks, scales: Sequence[Scale]) -> bool:
    """Say whether a sheet counts; one that lacks a criterion added later does not."""
    return sheet.state is SheetState.FINAL and all(s.key in sheet.points for s in scales)


def total(scales: Sequence[Scale], points: Mapping[int, int]) -> Fraction:
    """Weigh one reviewer's points: from 1 to `full(scales)`."""
    weights = sum(scale.weight for scale in scales)
    return Fraction(sum(s.weight * points[s.key] for s in scales), weights or 1)


def full(scales: Sequence[Scale]) -> Fraction:
    """Return the total of one who gives full marks everywhere."""
    return total(scales, {scale.key: scale.most for scale in scales})


def figures_of(totals: Sequence[Fraction]) -> Figures:
    """Return the mean, the median (of an even number: midway) and the trimmed mean."""
    if not totals:
        return Figures(None, None, None)
    order, half = sorted(totals), len(totals) // 2
    inner = order[1:-1] or order
    return Figures(_mean(order), (order[half] + order[~half]) / 2, _mean(inner))


def _mean(marks: Sequence[Fraction] | Sequence[int]) -> Fraction:
    return Fraction(sum(marks, Fraction(0)), len(marks))


def _joined(paper: Fraction | None, interview: Fraction | None, method: Method) -> Fraction | None:
    if paper is None or interview is None:
        return paper
    share = Fraction(method.interview_share, WHOLE)
    return (1 - share) * paper + share * interview


def _told(sheet: Marks) -> str:
    return f"{sheet.reviewer}（{sheet.why}）" if sheet.why else sheet.reviewer


def _tie_order(
    scales: Sequence[Scale],
    means: Mapping[int, Fraction],
    spread: Fraction | None,
    rule: TieRule,
) -> tuple[Fraction, ...]:
    if not means or rule in {TieRule.LOT, TieRule.NUMBER}:
        return ()
    gap = spread or Fraction(0)
    if rule is TieRule.SPREAD:
        return (gap,)
    heaviest = sorted(scales, key=lambda one: -one.weight)
    return (*(-means[one.key] for one in heaviest), gap)


def ranks(standings: Mapping[int, Standing]) -> dict[int, int]:
    """Give each candidate its place: 1, 2, 2, 4. No score, or one below a floor: no place."""
    scores = {
        key: one.score for key, one in standings.items() if one.score is not None and one.ranked
    }
    first: dict[Fraction, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        first.setdefault(score, place)
    return {key: first[score] for key, score in scores.items()}


def tied(ranks: Mapping[int, int]) -> set[int]:
    """Return those who share their rank with another."""
    counts = Counter(ranks.values())
    return {key for key, rank in ranks.items() if counts[rank] > 1}


def shown(score: Fraction | None) -> str:
    """Write a score with two decimals, half a hundredth rounded up."""
    return "—" if score is None else signed(score, plus="")


def signed(figure: Fraction, plus: str = "＋") -> str:
    """Write a figure with two decimals and its sign, half a hundredth rounded away from zero."""
    hundredths = (abs(figure) * HUNDREDTHS + Fraction(1, 2)).__floor__()
    sign = "" if not hundredths else plus if figure > 0 else "－"
    return f"{sign}{hundredths // HUNDREDTHS}.{hundredths % HUNDREDTHS:02}"


def doubts(title: str, one: Standing, outcome: Outcome) -> list[str]:
    """Say what must be explained before this candidate is proposed with this outcome."""
    found = []
    if one.score is None:
        found.append(f"{title}は、採点がまだありません。")
    if one.missing:
        found.append(f"{title}は、{'、'.join(one.missing)}の採点が終わっていません。")
    if one.lacks_interview and outcome is not Outcome.REJECTED:
        found.append(f"{title}は、面談の点がまだありません。")
    if one.below_floor and outcome is not Outcome.REJECTED:
        found.append(f"{title}は、{'、'.join(one.below_floor)}が基準点に届いていません。")
    return found
