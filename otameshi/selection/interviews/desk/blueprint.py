"""The blueprint of the interviews' desk, and how its pages find their rows."""

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection.interviews import actions
from otameshi.selection.interviews.models import (
    Interview,
    InterviewPlace,
    InterviewRound,
    InterviewSeat,
    InterviewSlot,
)

pages = Blueprint("interviews_desk", __name__, url_prefix="/desk/interviews")

READERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})
OFFICERS = frozenset({Role.OFFICER})


def call_or_404(call_id: int) -> Call:
    found = db.session.scalar(
        select(Call)
        .where(Call.id == call_id)
        .options(joinedload(Call.year).selectinload(ProgrammeYear.criteria))
    )
    return found or abort(404)


def round_or_404(call_id: int) -> InterviewRound:
    return actions.round_of(call_or_404(call_id)) or abort(404)


def interview_or_404(interview_id: int) -> Interview:
    query = actions.by_id(interview_id).options(selectinload(Interview.records))
    return db.session.scalars(query).unique().one_or_none() or abort(404)


def slot_or_404(held: InterviewRound, slot_id: int) -> InterviewSlot:
    found = db.session.scalar(
        select(InterviewSlot)
        .where(InterviewSlot.id == slot_id, InterviewSlot.round_id == held.id)
        .options(selectinload(InterviewSlot.seats).joinedload(InterviewSeat.person))
    )
    return found or abort(404)


def place_or_404(held: InterviewRound, place_id: int) -> InterviewPlace:
    found = db.session.get(InterviewPlace, place_id)
    return found if found is not None and found.round_id == held.id else abort(404)
