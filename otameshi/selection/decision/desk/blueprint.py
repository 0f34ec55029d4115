"""The blueprint of these pages, and how they find their rows."""

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.applications.models import Application
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.selection.decision.models import Decision
from otameshi.selection.models import Candidacy

pages = Blueprint("decision_desk", __name__, url_prefix="/desk/selection")

READERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})
OFFICERS = frozenset({Role.OFFICER})
MANAGERS = frozenset({Role.MANAGER})
DECIDERS = OFFICERS | MANAGERS


def call_or_404(call_id: int) -> Call:
    query = select(Call).where(Call.id == call_id).options(joinedload(Call.year))
    return db.session.scalar(query) or abort(404)


def candidacy_or_404(candidacy_id: int) -> Candidacy:
    return db.session.get(Candidacy, candidacy_id) or abort(404)


def decision_or_404(decision_id: int) -> Decision:
    found = db.session.scalar(
        select(Decision)
        .where(Decision.id == decision_id)
        .options(
            joinedload(Decision.replaces),
            joinedload(Decision.candidacy)
            .joinedload(Candidacy.application)
            .options(
                joinedload(Application.applicant),
                joinedload(Application.call),
                selectinload(Application.members),
            ),
        )
    )
    return found or abort(404)
