"""Make a candidate with a score; say only what the test is about."""

from typing import Any

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.programme.models import Call
from otameshi.selection import actions
from otameshi.selection.actions.scoring import Written
from otameshi.selection.models import Candidacy, Sheet
from tests import make


def scored(call: Call, points: int, people: int = 1, **facts: Any) -> Candidacy:
    """Make a candidate of a call with one finished sheet, the same points everywhere."""
    one = make.candidacy(make.application(to=call, people=people, **facts))
    reviewer = make.person(Role.REVIEWER)
    sheet = make.keep(Sheet(candidacy=one, reviewer=reviewer))
    given = {each.id: points for each in call.year.criteria}
    actions.finish(sheet, Written(given), reviewer, now())
    return one
