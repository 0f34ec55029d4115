"""What an officer sets of how a year selects."""

from datetime import datetime

from otameshi import history
from otameshi.db import locked, unchanged
from otameshi.people import Person
from otameshi.programme.method import WORDS, Method, check_method, must_say_why
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.selecting import SelectionPlan
from otameshi.programme.settings import apply


def set_method(  # what, who, when, why, and the page's version
    year: ProgrammeYear,
    settings: Method,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Change how the year selects; once scores are given, only with a reason."""
    plan = locked(SelectionPlan, year.selection_plan.id)
    unchanged(plan, version)
    check_method(settings)
    must_say_why(year.scored and settings != plan.fact, note)
    changed = apply(plan, settings, WORDS)
    history.record(year, "set_method", "選考の方法を変更", by=by, at=at, note=note, changes=changed)
