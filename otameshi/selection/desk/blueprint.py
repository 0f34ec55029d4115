"""The blueprint of the selection's desk, and how its pages find their rows."""

from typing import Any

from flask import Blueprint, abort, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.models import Application
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.people import Person
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.selection import actions
from otameshi.selection.models import Candidacy, Score, Sheet
from otameshi.web.forms import is_number

pages = Blueprint("selection_desk", __name__, url_prefix="/desk/selection")

READERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})
OFFICERS = frozenset({Role.OFFICER})
MANAGERS = frozenset({Role.MANAGER})
DECIDERS = OFFICERS | MANAGERS


def call_or_404(call_id: int) -> Call:
    found = db.session.scalar(
        select(Call)
        .where(Call.id == call_id)
        .options(
            joinedload(Call.year).options(
                selectinload(ProgrammeYear.criteria), joinedload(ProgrammeYear.selection_plan)
            )
        )
    )
    return found or abort(404)


def candidacy_or_404(candidacy_id: int, person: Person) -> Candidacy:
    found = db.session.scalar(
        actions.visible_to(person)
        .where(Candidacy.id == candidacy_id)
        .options(
            joinedload(Candidacy.application).options(
                selectinload(Application.members),
                selectinload(Application.wishes),
                selectinload(Application.papers),
            ),
            selectinload(Candidacy.sheets).options(
                joinedload(Sheet.reviewer), selectinload(Sheet.scores).joinedload(Score.criterion)
            ),
        )
    )
    return found or abort(404)


def versions_seen() -> dict[int, int]:
    """Return the versions of the rows that the page listed, sent back as ID:VERSION."""
    pairs = (one.split(":") for one in request.form.getlist("seen"))
    return {int(pair[0]): int(pair[1]) for pair in pairs if _numbers(pair)}


def _numbers(pair: list[Any]) -> bool:
    return len(pair) == 2 and all(map(is_number, pair))  # noqa: PLR2004  # ID:VERSION
