"""The blueprint of the panel's desk, and how its pages find their rows."""

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme.models import Call, Host, ProgrammeYear
from otameshi.selection.panel.actions import seats_of
from otameshi.selection.panel.models import Seat

pages = Blueprint("panel_desk", __name__, url_prefix="/desk/selection")

READERS = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})
OFFICERS = frozenset({Role.OFFICER})


def call_or_404(call_id: int) -> Call:
    year = joinedload(Call.year).selectinload(ProgrammeYear.hosts)
    query = select(Call).where(Call.id == call_id).options(year.joinedload(Host.municipality))
    return db.session.scalars(query).unique().one_or_none() or abort(404)


def seat_or_404(call: Call, seat_id: int) -> Seat:
    query = seats_of(call).where(Seat.id == seat_id).options(selectinload(Seat.ties))
    return db.session.scalars(query).unique().one_or_none() or abort(404)
