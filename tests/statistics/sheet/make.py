"""The three published years, as the system counts them."""

from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.followup import actions, waves
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.statistics.sheet.loading import SHEET_2024, load_published
from tests import make
from tests.followup.make import saying

AFTER = japan(2026, 11, 2, 12)
# 組, of them keeping a base, 名; R5 is an assumption, as nobody published it.
KNOWN = {2022: (19, 14, 27), 2023: (20, 12, 28), 2024: (19, 15, 27)}


def year_of_groups(
    fiscal_year: int, groups: int, stayed: int, people: int, officer: Person | None = None
) -> list[Participation]:
    """Make a finished year: its groups, and what each answered in the decisive wave."""
    officer = officer or make.person(Role.OFFICER)
    year = make.year(fiscal_year)
    call = make.call(year)
    wave = waves.create_wave(
        year, name="終了時", asked_on=japan(fiscal_year + 1, 3, 1).date(),
        closes_on=japan(fiscal_year + 1, 3, 31).date(), decisive=True,
        by=officer, at=japan(fiscal_year + 1, 2, 20),
    )  # fmt: skip
    doubled = people - groups
    made = [
        make.participation(
            make.selected(make.application(to=call, people=2 if n < doubled else 1)),
            wants_grant=n < 16,
        )
        for n in range(groups)
    ]
    at = japan(fiscal_year + 1, 3, 2, 10)
    for n, asked in enumerate(actions.invite(wave, officer, at)):
        actions.reply(asked.token, saying(wave, counts=n < stayed), at)
    return made


def grants_of(groups: list[Participation], number: int) -> None:
    """Promise a grant to some of the groups."""
    for group in groups[:number]:
        make.decided_grant(group)


def r6() -> None:
    """Make R6 with its 16 grants, as published, and take in the published sheet."""
    grants_of(year_of_groups(2024, *KNOWN[2024]), 16)
    published()


def three_years() -> None:
    """Make R4 and R5 too."""
    for fiscal_year in (2022, 2023):
        year_of_groups(fiscal_year, *KNOWN[fiscal_year])
    r6()


def published() -> int:
    return load_published(SHEET_2024.read_text(encoding="utf-8"), AFTER)
