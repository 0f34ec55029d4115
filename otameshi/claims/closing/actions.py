"""A manager closes a year, and opens it again for a reason."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from otameshi import history
from otameshi.claims.closing import reading, rules
from otameshi.claims.closing.rules import YEAR, State
from otameshi.claims.models import Claim
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Move, Refused
from otameshi.db import db, locked
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.programme.closing import YearClosing, standing
from otameshi.programme.models import ProgrammeYear


def _chosen(
    year: ProgrammeYear, name: str, by: Person, note: str
) -> tuple[ProgrammeYear, Move[State]]:
    year = locked(ProgrammeYear, year.id)
    return year, YEAR.choose(name, by.roles, reading.state_of(year), note)


def close(year: ProgrammeYear, by: Person, at: datetime, note: str = "") -> YearClosing:
    """Close a year: from here on nothing is decided or paid in it."""
    year, move = _chosen(year, "close", by, note)
    _hold_all(year)
    counts = reading.counts(year, by, day_in_japan(at))
    rules.ready(counts, note)
    made = YearClosing(year=year, closed_at=at, closed_by=by, note=note.strip())
    db.session.add(made)
    left = {item.label: count for item, count in counts.items() if count}
    history.record(year, f"{move.name}_year", move.label, by=by, at=at, note=note, left=left)
    return made


def reopen(year: ProgrammeYear, by: Person, at: datetime, note: str) -> YearClosing:
    """Open a closed year again; who does so says why."""
    year, move = _chosen(year, "reopen", by, note)
    one = db.session.scalars(standing(year.id)).one()
    one.reopened_at, one.reopened_by, one.reopened_why = at, by, note.strip()
    history.record(year, f"{move.name}_year", move.label, by=by, at=at, note=note)
    return one


def _hold_all(year: ProgrammeYear) -> None:
    """Hold every grant and claim of the year, or refuse while somebody works on one.

    Nobody is waited for: whoever holds one may be waiting for the year. Who comes later waits, and
    finds the year closed.
    """
    mine = select(Participation.id).where(Participation.year_id == year.id)
    grants = select(Grant.id).where(Grant.participation_id.in_(mine))
    for key, where in ((Grant.id, Grant.id.in_(grants)), (Claim.id, Claim.grant_id.in_(grants))):
        _hold(key, where)


def _hold(key: Any, where: Any) -> None:
    held = db.session.scalars(select(key).where(where).with_for_update(skip_locked=True)).all()
    if len(held) < (db.session.scalar(select(func.count(key)).where(where)) or 0):
        raise Refused("この年度の手続きの途中の人がいます。少し待って、もう一度締めてください。")
