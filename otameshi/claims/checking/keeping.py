"""Keeps what was reported and what was said of it, when a claim is moved or a line judged."""

from datetime import datetime

from sqlalchemy import select

from otameshi.claims.checking.models import LineReport, LineRuling
from otameshi.claims.checking.shown import as_reported
from otameshi.claims.models import Claim, ClaimLine
from otameshi.db import db
from otameshi.people import Person


def ruled(line: ClaimLine, by: Person, at: datetime) -> None:
    """Keep the ruling that the line now holds."""
    db.session.add(
        LineRuling(
            claim_id=line.claim_id,
            line_id=line.id,
            round=line.claim.rounds_returned,
            verdict=line.verdict,
            reduced_to=line.reduced_to,
            reason=line.reason,
            person=by,
            at=at,
        )
    )


def reported(claim: Claim, at: datetime) -> None:
    """Keep what each line says that says something else than in the last report."""
    query = select(LineReport).where(LineReport.claim_id == claim.id).order_by(LineReport.round)
    last = {one.line_id: one.shown for one in db.session.scalars(query)}
    for line in claim.lines:
        shown = as_reported(line)
        if last.get(line.id) != shown:
            db.session.add(
                LineReport(
                    claim_id=claim.id,
                    line_id=line.id,
                    round=claim.rounds_returned,
                    at=at,
                    shown=shown,
                )
            )


def judges(claim: Claim) -> set[int]:
    """Return who judged a line of the claim."""
    query = select(LineRuling.person_id).where(LineRuling.claim_id == claim.id).distinct()
    return set(db.session.scalars(query))
