"""A year whose groups took part, and a wave that asks them."""

from datetime import date, timedelta
from typing import Any

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.followup import actions, asked, waves
from otameshi.followup.models import Wave
from otameshi.participation.models import Participation
from otameshi.people import Person
from tests import make

IN_MARCH = japan(2025, 3, 10, 10)
FIRST, LAST = date(2025, 3, 1), date(2025, 3, 31)


def groups(number: int, fiscal_year: int = 2024, **facts: Any) -> list[Participation]:
    """Make groups of one person that took part in a year."""
    year = make.year(fiscal_year)
    call = year.calls[0] if year.calls else make.call(year)
    return [
        make.participation(make.selected(make.application(to=call)), **facts) for _ in range(number)
    ]


def wave(by: Person | None = None, fiscal_year: int = 2024, **facts: Any) -> Wave:
    standard: dict[str, Any] = {
        "name": "終了時",
        "asked_on": FIRST,
        "closes_on": LAST,
        "decisive": True,
    }
    by = by or make.person(Role.OFFICER)
    year = make.year(fiscal_year)
    return waves.create_wave(year, **{**standard, **facts}, by=by, at=IN_MARCH)


def choice(of: Wave, *, counts: bool) -> str:
    """Return an answer to the first question that means a base, or none."""
    (condition,) = asked.conditions_of(of.year)
    question = of.whole.by_key[condition.source]
    return next(one for one in question.options if (one in condition.values) is counts)


def saying(of: Wave, *, counts: bool, comment: str | None = None) -> dict[str, Any]:
    """Return answers that mean a base, or none."""
    return {"q1": choice(of, counts=counts), "q2": comment}


def answered(of: Wave, stayed: int, left: int) -> list[actions.Asked]:
    """Invite every group; let some answer by their links."""
    invited = actions.invite(of, make.person(Role.OFFICER), IN_MARCH)
    for number, one in enumerate(invited[: stayed + left]):
        said = saying(of, counts=number < stayed)
        actions.reply(one.token, said, IN_MARCH + timedelta(days=1))
    return invited
