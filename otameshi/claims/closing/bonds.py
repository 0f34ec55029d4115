"""While a year is closed, no grant of it moves."""

from otameshi.grants.actions.bonds import BONDS
from otameshi.grants.models import Grant
from otameshi.programme.closing import closed, shut


def bond(grant: Grant, _move: str) -> str:
    year = grant.participation.year
    return shut(year) if closed(year.id) else ""


BONDS.append(bond)
