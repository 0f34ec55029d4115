"""How a year's budget stands: one sum over its grants. No database, no web."""

from collections.abc import Iterable
from dataclasses import dataclass

from otameshi.core.labels import Labelled
from otameshi.core.yen import Yen, total


class Figure(Labelled):
    """A number of the budget; each opens the grants that it is the sum of."""

    DECIDED = "decided", "交付決定額"
    SETTLED = "settled", "確定額"
    PAID = "paid", "支払済"
    REPAID = "repaid", "返還済"


@dataclass(frozen=True, slots=True)
class Row:
    """What one grant takes of the budget of its year, in yen.

    `decided` is 交付決定額 as it stands now, 0 once it is withdrawn or cancelled; `paid` leaves out
    transfers that came back; `repaid` is what of the grant itself was paid back, without interest.
    """

    grant_id: int
    title: str
    fiscal_year: int
    decided: Yen
    settled: Yen
    paid: Yen
    repaid: Yen

    @property
    def kept(self) -> Yen:
        """Return what the group has, of what it was paid."""
        return Yen(self.paid - self.repaid)


@dataclass(frozen=True, slots=True)
class Sums:
    """予算額 and what became of it, in yen."""

    budget: Yen
    decided: Yen
    settled: Yen
    paid: Yen
    repaid: Yen

    @property
    def left(self) -> Yen:
        """Return 残: what may still be promised."""
        return Yen(self.budget - self.decided)

    @property
    def spent(self) -> Yen:
        """Return 支払済 without what was paid back."""
        return Yen(self.paid - self.repaid)

    @property
    def unpaid(self) -> Yen:
        """Return what is promised and has not left, or nothing."""
        return Yen(max(self.decided - self.spent, 0))


def standing(decided: Yen, settled: Yen) -> Yen:
    """Return what of 確定額 still stands: a later 取消 of the decision takes it back with it."""
    return min(decided, settled)


def sums(budget: Yen, rows: Iterable[Row]) -> Sums:
    found = list(rows)
    return Sums(
        budget=budget,
        decided=total(row.decided for row in found),
        settled=total(row.settled for row in found),
        paid=total(row.paid for row in found),
        repaid=total(row.repaid for row in found),
    )


def behind(figure: Figure, rows: Iterable[Row]) -> list[Row]:
    """Return the rows that a number is the sum of."""
    return [row for row in rows if getattr(row, figure.value)]


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of cost: planned under the grants in force, reported and accepted so far."""

    label: str
    planned: Yen
    reported: Yen
    accepted: Yen
