"""The waiting list moves up in its order."""

from datetime import datetime

from sqlalchemy import func, select

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.core.states import another_person
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.decision.models import Decision
from otameshi.selection.decision.rules import (
    Waiting,
    Way,
    doubts_of_promotion,
    in_line,
    places_given_up,
)
from otameshi.selection.decision.settling import Ruling, settle, undisturbed
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import (
    CANDIDACY,
    HOLDS_A_PLACE,
    Outcome,
    State,
    must_be_explained,
)


def waiting(call: Call) -> list[Candidacy]:
    """Return the waiting list of a call in its order."""
    found = _of(call, State.WAITLISTED)
    by_id = {one.id: one for one in found}
    return [by_id[one.key] for one in in_line([_place(one) for one in found])]


def _of(call: Call, state: State) -> list[Candidacy]:
    return list(
        db.session.scalars(
            select(Candidacy)
            .join(Candidacy.application)
            .where(
                Application.call_id == call.id,
                Application.state == ApplicationState.SUBMITTED,
                Candidacy.state == state,
            )
        ).unique()
    )


def _place(one: Candidacy) -> Waiting:
    return Waiting(one.id, one.waitlist_rank or 0, one.title)


def free(call: Call) -> int:
    """Return how many places of the first decision nobody holds any more (組)."""
    chosen = db.session.scalar(
        select(func.count())
        .select_from(Decision)
        .join(Decision.candidacy)
        .join(Candidacy.application)
        .where(
            Application.call_id == call.id,
            Decision.way == Way.DECIDED,
            Decision.outcome == Outcome.SELECTED,
        )
    )
    holding = db.session.scalar(
        select(func.count())
        .select_from(Candidacy)
        .join(Candidacy.application)
        .where(
            Application.call_id == call.id,
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.state.in_(HOLDS_A_PLACE),
        )
    )
    return places_given_up(chosen or 0, holding or 0)


def promote(
    candidacy: Candidacy, by: Person, at: datetime, note: str = "", version: int | None = None
) -> Decision:
    """Move a candidate up from the waiting list, with a notice of its own.

    Needs a reason: somebody before in line is passed over, or no place was given up.
    """
    candidacy = undisturbed(candidacy, version)
    move = CANDIDACY.choose("promote", by.roles, candidacy.state, note)
    another_person(candidacy.proposed_by_id, by.id)
    call = candidacy.application.call
    line = [_place(one) for one in waiting(call)]
    must_be_explained(doubts_of_promotion(line, candidacy.id, free(call)), note)
    return settle(candidacy, move, Ruling(way=Way.PROMOTED, note=note), by, at)
