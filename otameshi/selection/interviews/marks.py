"""What the interviews of a call come to, for the ranking; one statement a table."""

from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection.interviews.models import Interview, InterviewRecord, InterviewRound
from otameshi.selection.interviews.rules import HIGHEST, RecordState, State, mark


def round_of(call: Call) -> InterviewRound | None:
    return db.session.scalar(
        select(InterviewRound)
        .where(InterviewRound.call_id == call.id)
        .options(selectinload(InterviewRound.criteria))
    )


def marks(call: Call) -> dict[int, Fraction]:
    """Return each candidate's mark (1 to 5) by candidacy; who was not heard has none."""
    held = round_of(call)
    if held is None:
        return {}
    rows = db.session.scalars(
        select(Interview)
        .where(Interview.round_id == held.id, Interview.state == State.HELD)
        .options(selectinload(Interview.records).selectinload(InterviewRecord.points))
    )
    weights = held.weights
    found = {
        one.candidacy_id: mark(
            weights, [r.given for r in one.records if r.state is RecordState.FINAL]
        )
        for one in rows
    }
    return {key: value for key, value in found.items() if value is not None}


def on_scale(call: Call, full: Fraction) -> dict[int, Fraction]:
    """Return the marks in the points of a sheet's total, where `full` is the best there is."""
    return {key: one * full / HIGHEST for key, one in marks(call).items()}
