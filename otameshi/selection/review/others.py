"""After closing, and where the year says so: how others scored the same, without their names."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.selection.blind import covering
from otameshi.selection.models import Sheet
from otameshi.selection.rules import FINISHED
from otameshi.selection.scoring.rules import Window


@dataclass(frozen=True, slots=True)
class Other:
    """One other reviewer's finished sheet: criterion, points, remark; then the comment."""

    lines: tuple[tuple[str, int, str], ...]
    comment: str


def others_scores(sheet: Sheet, until: Window) -> list[Other] | None:
    """Return the finished sheets of others, or None where this reviewer may not see them."""
    application = sheet.candidacy.application
    shows = application.call.year.selection_plan.show_others
    if not shows or until.open(now()) or sheet.state not in FINISHED:
        return None
    rows = db.session.scalars(
        select(Sheet)
        .where(
            Sheet.candidacy_id == sheet.candidacy_id,
            Sheet.id != sheet.id,
            Sheet.state.in_(FINISHED),
        )
        .order_by(Sheet.id)
        .options(selectinload(Sheet.scores))
    )
    covered = covering(application)
    return [
        Other(
            tuple(
                (each.criterion.name, each.points, covered(each.comment)) for each in one.answers
            ),
            covered(one.comment),
        )
        for one in rows
    ]
