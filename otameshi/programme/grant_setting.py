"""What an officer sets of how a year grants and pays."""

from datetime import datetime

from otameshi import history
from otameshi.db import locked, unchanged
from otameshi.people import Person
from otameshi.programme.grant_terms import WORDS, GrantTerms, check_terms
from otameshi.programme.granting import GrantPlan
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.settings import apply


def set_terms(  # what, who, when, why, and the page's version
    year: ProgrammeYear,
    terms: GrantTerms,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Change how the year grants and pays: what was decided or issued before stays as it was."""
    plan = locked(GrantPlan, year.grant_plan.id)
    unchanged(plan, version)
    check_terms(terms, year.trial_last)
    changed = apply(plan, terms, WORDS)
    history.record(year, "set_terms", "交付の方法を変更", by=by, at=at, note=note, changes=changed)
