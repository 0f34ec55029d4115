"""A year whose groups took part, and a wave that asks them."""

from datetime import date, timedelta
from typing import Any

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.followup import actions, waves
from otameshi.followup.models import BaseChoice, Wave
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


def choice(of: Wave, *, counts: bool) -> BaseChoice:
    return next(one for one in of.choices if one.counts is counts)


def answered(of: Wave, stayed: int, left: int) -> list[actions.Asked]:
    """Invite every group; let some answer by their links."""
    asked = actions.invite(of, make.person(Role.OFFICER), IN_MARCH)
    for number, one in enumerate(asked[: stayed + left]):
        said = choice(of, counts=number < stayed)
        actions.reply(one.token, said.id, "", IN_MARCH + timedelta(days=1))
    return asked
