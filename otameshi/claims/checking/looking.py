"""How large and which way up the receipts are shown: kept in the address, changed by links."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from otameshi.claims.checking.rules import TURNS, WHOLE, ZOOMS


@dataclass(frozen=True, slots=True)
class Look:
    zoom: int = WHOLE
    turn: int = 0

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> Self:
        """Read the look of an address; what is none of the steps is left as it usually is."""
        zooms = {str(one): one for one in ZOOMS}
        return cls(zooms.get(args.get("zoom", ""), WHOLE), turn(args))

    @property
    def nearer(self) -> int:
        return next((one for one in ZOOMS if one > self.zoom), self.zoom)

    @property
    def farther(self) -> int:
        return next((one for one in reversed(ZOOMS) if one < self.zoom), self.zoom)

    @property
    def turned(self) -> int:
        return TURNS[(TURNS.index(self.turn) + 1) % len(TURNS)]


def turn(args: Mapping[str, str]) -> int:
    """Return the quarter turns of an address in degrees, clockwise."""
    return {str(one): one for one in TURNS}.get(args.get("turn", ""), 0)
