"""加算金 and 延滞金: what a day costs of money that is to be paid back. No database, no web.

The model is 補助金等に係る予算の執行の適正化に関する法律 (昭和30年法律第179号), which the rules of
the prefectures follow:
- 第19条第1項: 加算金 runs from the day on which the grant was received to the day on which it is
  paid back, both counted; after a part is paid, on what is left.
- 第19条第2項: 延滞金 runs from the day after 納期日 to the day of payment, on what is unpaid. Both
  may run at once.
- 施行令第10条第1項: of several payments, the last is the first to be paid back.
- 施行令第10条第2項: what comes in pays the grant itself first; 第11条: it counts from the next day.
- A year is 365 days in a leap year too: 利率等の表示の年利建て移行に関する法律 (昭和45年法律
  第13号) 第25条.
- Less than 1円 of a sum is dropped: 国等の債権債務等の金額の端数計算に関する法律 (昭和25年法律
  第61号) 第2条, which is for 地方公共団体 too. The 100円 of the tax laws is for taxes.
At 10.95 % a day costs exactly 3/10,000.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from otameshi.core.labels import Labelled
from otameshi.core.yen import Yen, total

DAYS_OF_A_YEAR = 365
NEXT = timedelta(days=1)


class Charge(Labelled):
    SURCHARGE = "surcharge", "加算金"
    LATE = "late", "延滞金"


@dataclass(frozen=True, slots=True)
class Sum:
    """Money that went one way on a day."""

    on: date
    amount: Yen


@dataclass(frozen=True, slots=True)
class Order:
    """What a 返還命令 asks for: the grant as it was received, and by when it is to be back."""

    received: tuple[Sum, ...]
    due_on: date
    rate: Fraction  # a year
    surcharged: bool
    waived_surcharge: Yen
    waived_late: Yen

    @property
    def principal(self) -> Yen:
        return total(one.amount for one in self.received)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, first and last counted, over which the same amount was owed."""

    charge: Charge
    first: date
    last: date
    amount: Yen

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def product(self) -> int:
        """Return 積数: yen times days."""
        return self.amount * self.days


@dataclass(frozen=True, slots=True)
class Owed:
    """How an order stands at the end of a day, in yen; the stretches say how it came about."""

    principal: Yen
    surcharge: Yen
    late: Yen
    paid: Yen
    principal_left: Yen
    stretches: tuple[Stretch, ...]

    @property
    def whole(self) -> Yen:
        return Yen(self.principal + self.surcharge + self.late)

    @property
    def left(self) -> Yen:
        return Yen(max(self.whole - self.paid, 0))


def received_last(payments: Iterable[Sum], amount: Yen, ordered_back: Yen) -> tuple[Sum, ...]:
    """Return the payments that make up an amount, the last one first; in the order of the days.

    `ordered_back` is what earlier orders took of them already: it is passed over.
    """
    skip, want, found = int(ordered_back), int(amount), []
    for one in sorted(payments, key=lambda each: each.on, reverse=True):
        free = max(one.amount - skip, 0)
        skip = max(skip - one.amount, 0)
        taken = min(free, want)
        want -= taken
        if taken:
            found.append(Sum(one.on, Yen(taken)))
    if want:
        message = "more is asked back than was paid"
        raise ValueError(message)
    return tuple(reversed(found))


def owed(order: Order, paid: Iterable[Sum], until: date) -> Owed:
    """Return what is owed at the end of a day, with what came in until then."""
    came = sorted((one for one in paid if one.on <= until), key=lambda each: each.on)
    back = _of_the_grant(order.principal, came)
    first = min((one.on for one in order.received), default=until)
    begins = {Charge.LATE: order.due_on + NEXT}
    if order.surcharged:
        begins = {Charge.SURCHARGE: first, **begins}
    stretches = tuple(
        each
        for charge, begin in begins.items()
        for each in _stretches(charge, order.received, back, begin, until)
    )
    return Owed(
        principal=order.principal,
        surcharge=_due(stretches, Charge.SURCHARGE, order.rate, order.waived_surcharge),
        late=_due(stretches, Charge.LATE, order.rate, order.waived_late),
        paid=total(one.amount for one in came),
        principal_left=Yen(order.principal - total(one.amount for one in back)),
        stretches=stretches,
    )


def accrued(stretches: Iterable[Stretch], charge: Charge, rate: Fraction) -> Yen:
    """Return what the days cost; a fraction of a yen of the whole sum is dropped, once."""
    products = sum(one.product for one in stretches if one.charge is charge)
    return Yen(products * rate.numerator // (rate.denominator * DAYS_OF_A_YEAR))


def _due(stretches: Iterable[Stretch], charge: Charge, rate: Fraction, waived: Yen) -> Yen:
    return Yen(max(accrued(stretches, charge, rate) - waived, 0))


def _of_the_grant(principal: Yen, came: Sequence[Sum]) -> list[Sum]:
    """Return what of the money that came in paid the grant itself, before any interest."""
    left, found = int(principal), []
    for one in came:
        part = min(one.amount, left)
        left -= part
        if part:
            found.append(Sum(one.on, Yen(part)))
    return found


def _stretches(
    charge: Charge, received: Sequence[Sum], back: Sequence[Sum], begin: date, until: date
) -> Iterable[Stretch]:
    """Cut the days from `begin` to `until` where the amount changes."""
    turns = {one.on for one in received} | {one.on + NEXT for one in back}
    days = sorted({begin, until + NEXT, *(day for day in turns if begin < day <= until)})
    for first, after in pairwise(days):
        amount = _amount_on(first, received, back)
        if amount and first <= until:
            yield Stretch(charge, first, after - NEXT, amount)


def _amount_on(day: date, received: Sequence[Sum], back: Sequence[Sum]) -> Yen:
    """Return what is out on a day; the day on which something comes back still counts in full."""
    out = sum(one.amount for one in received if one.on <= day)
    return Yen(out - sum(one.amount for one in back if one.on < day))
