"""What each reviewer gave one candidate, side by side. No statement of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.selection.models import Candidacy, Sheet, scales_of
from otameshi.selection.ranking import Scale, Standing, finished, total


@dataclass(frozen=True, slots=True)
class Given:
    points: int
    most: int
    remark: str


@dataclass(frozen=True, slots=True)
class Points:
    """The finished sheets as columns, the criteria as rows with the mean of each."""

    reviewers: Sequence[str]
    rows: Sequence[tuple[str, Fraction | None, Sequence[Given]]]
    totals: Sequence[Fraction]
    comments: Sequence[str]


def points_of(one: Candidacy, scales: Sequence[Scale], standing: Standing) -> Points:
    """Set out the sheets that count; who is decided stands by the rubric of then."""
    year = one.application.call.year
    then = year.rubric_at(one.decided_at) if one.decided_at else None
    asked = scales if then is None else scales_of(then)
    sheets = [sheet for sheet in one.sheets if finished(sheet.marks, asked)]
    return Points(
        reviewers=[sheet.reviewer.name for sheet in sheets],
        rows=[
            (each.name, standing.means.get(each.key), [_given(sheet, each) for sheet in sheets])
            for each in asked
        ],
        totals=[total(asked, sheet.marks.points) for sheet in sheets],
        comments=[sheet.comment for sheet in sheets],
    )


def _given(sheet: Sheet, scale: Scale) -> Given:
    score = next(score for score in sheet.scores if score.criterion_id == scale.key)
    return Given(score.points, scale.most, score.comment)
