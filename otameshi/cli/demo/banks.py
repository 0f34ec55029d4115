"""The banks that people of the demonstration use: those of 長野県, and the large ones."""

from datetime import datetime

from otameshi.claims.invoicing import listing
from otameshi.claims.invoicing.actions import banks
from otameshi.people import Person

OF_NAGANO = frozenset(
    {"0143", "1390", "1391", "1392", "1393", "1394", "1396", "2390", "2966", "3016"}
)
LARGE = frozenset({"0001", "0005", "0009", "0036", "0038", "9900"})


def enter(by: Person, at: datetime) -> None:
    """Bring in a part of the package's list; `otameshi banks import` takes over all of it."""
    banks.bring_in(listing.of_the_package(OF_NAGANO | LARGE), by, at)
