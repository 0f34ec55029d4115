"""The blueprint of these pages, and how they find their group."""

from flask import Blueprint, abort
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.participation import actions
from otameshi.participation.models import Participation
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor

pages = Blueprint("participation_desk", __name__, url_prefix="/desk/participation")
OFFICERS = frozenset({Role.OFFICER})


def group_or_404(group_id: int) -> Participation:
    found = db.session.scalar(
        actions.visible_to(actor())
        .where(Participation.id == group_id)
        .options(
            joinedload(Participation.year).selectinload(ProgrammeYear.hosts),
            joinedload(Participation.representative),
            joinedload(Participation.host),
            joinedload(Participation.office),
            selectinload(Participation.people),
        )
    )
    return found or abort(404)
