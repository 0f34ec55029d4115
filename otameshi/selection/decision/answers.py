"""Who has answered an offered place: later stages say so, since this one may not know them."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from otameshi.applications.models import Application
from otameshi.applications.rules import State as ApplicationState
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import HOLDS_A_PLACE

# Given candidacies, each returns those whose place was accepted or given up.
Answered = Callable[[Collection[int]], Collection[int]]
ANSWERED: list[Answered] = []


def offered(call: Call) -> list[Candidacy]:
    """Return the places of a call that were offered and not answered, the earliest date first."""
    return _unanswered(_offers().where(Application.call_id == call.id))


def late_by_call(today: date) -> dict[int, int]:
    """Count, by call, the places whose date has passed without an answer."""
    late = _unanswered(_offers().where(Candidacy.answer_by < today))
    counts: dict[int, int] = {}
    for one in late:
        counts[one.application.call_id] = counts.get(one.application.call_id, 0) + 1
    return counts


def _offers() -> Select[Candidacy]:
    return (
        select(Candidacy)
        .join(Candidacy.application)
        .where(
            Application.state == ApplicationState.SUBMITTED,
            Candidacy.state.in_(HOLDS_A_PLACE),
            Candidacy.told.in_(HOLDS_A_PLACE),
        )
        .order_by(Candidacy.answer_by, Candidacy.id)
        .options(
            joinedload(Candidacy.application).options(
                joinedload(Application.applicant), joinedload(Application.call)
            )
        )
    )


def _unanswered(query: Select[Candidacy]) -> list[Candidacy]:
    found = db.session.scalars(query).unique().all()
    keys = {one.id for one in found}
    gone = {key for answered in ANSWERED for key in answered(keys)} if keys else set()
    return [one for one in found if one.id not in gone]
