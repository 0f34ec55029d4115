"""What the rooms after this one say before a grant changes; each adds its own at import."""

from collections.abc import Callable

from otameshi.core.states import Refused
from otameshi.core.yen import Yen
from otameshi.grants.models import Grant

# Each says why a grant cannot take the move of this name yet, or nothing.
BONDS: list[Callable[[Grant, str], str]] = []
# Each returns what of 交付決定額 can no longer be taken back: settled, or paid in advance.
FLOORS: list[Callable[[Grant], Yen]] = []


def must_be_free(grant: Grant, move: str) -> None:
    """Refuse a move that a later room holds up."""
    for bond in BONDS:
        if why := bond(grant, move):
            raise Refused(why)


def floor_of(grant: Grant) -> Yen:
    """Return the least that 交付決定額 may become, in yen."""
    return max((floor(grant) for floor in FLOORS), default=Yen(0))
