"""What the calendar does about reports: remind before the due day, and once after it.

Each letter is written once: a row says so, in the transaction that writes the letter.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from otameshi.claims.models import Claim
from otameshi.claims.report.models import ReportReminder
from otameshi.claims.report.reading import due_on
from otameshi.claims.report.rules import reminder
from otameshi.claims.rules import EDITABLE
from otameshi.core.clock import day_in_japan
from otameshi.core.wareki import wareki
from otameshi.db import db, locked
from otameshi.documents import post
from otameshi.grants.models import Grant
from otameshi.grants.rules import IN_FORCE
from otameshi.participation.models import Participation

Round = Callable[[int, datetime], None]


def due(at: datetime) -> list[tuple[Round, int]]:
    """Return what is to be done now; each is taken in a transaction of its own."""
    whole = joinedload(Grant.participation)
    grants = db.session.scalars(
        select(Grant)
        .where(Grant.state.in_(IN_FORCE), Grant.amount > 0, _owed())
        .options(whole.joinedload(Participation.year))
        .order_by(Grant.id)
    ).all()
    written = _written([grant.id for grant in grants])
    return [
        (remind, grant.id)
        for grant in grants
        if _wanted(grant, at, written.get(grant.id, ())) is not None
    ]


def _owed() -> ColumnElement[bool]:
    """Select grants that owe a report: nothing was ever reported, or what was begun is open."""
    mine = select(Claim.id).where(Claim.grant_id == Grant.id)
    return (
        ~mine.where(Claim.state.not_in(EDITABLE)).exists()
        | mine.where(Claim.state.in_(EDITABLE)).exists()
    )


def _written(grants: Collection[int]) -> dict[int, list[ReportReminder]]:
    found: dict[int, list[ReportReminder]] = {}
    for one in db.session.scalars(
        select(ReportReminder).where(ReportReminder.grant_id.in_(grants))
    ):
        found.setdefault(one.grant_id, []).append(one)
    return found


def _wanted(grant: Grant, at: datetime, written: Collection[ReportReminder]) -> int | None:
    due_day = due_on(grant)
    done = [one.days_before for one in written if one.due_on == due_day]
    before = grant.participation.year.grant_plan.fact.reminder_days
    return reminder(due_day, before, done, day_in_japan(at))


def remind(grant_id: int, at: datetime) -> None:
    """Write the representative once about this day."""
    grant = locked(Grant, grant_id)
    days = _wanted(grant, at, _written([grant_id]).get(grant_id, ()))
    still = db.session.scalars(select(Grant.id).where(Grant.id == grant_id, _owed())).first()
    if days is None or still is None:
        return
    due_day = due_on(grant)
    db.session.add(ReportReminder(grant_id=grant_id, due_on=due_day, days_before=days, at=at))
    post.write(
        "report_reminder" if days >= 0 else "report_late",
        grant.grantee,
        at,
        grant=grant,
        year=grant.participation.year,
        due=wareki(due_day),
    )
