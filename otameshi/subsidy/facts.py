"""What the rules are applied to: the lines of a claim and the circumstances of the group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy.words import ZERO, Contract

WHOLE = Fraction(1)
NO_WAY = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One expense.

    `key` names the line within its claim and settles ties, so that the order of lines never
    matters. `used` is the time the payment is for (日割), `business` the part of the use that is
    work (按分), `supported` what an employer or another scheme paid of it.
    """

    key: str
    kind: str
    incurred_on: date
    amount: Yen
    paid_on: date | None = None
    contract: Contract = Contract.NONE
    evidence: frozenset[str] = frozenset()
    sub_kind: str = ""
    person: str = ""
    visit: int | None = None
    used: Period | None = None
    nights: int = 0
    days: int = 0
    hours: int = 0
    months: int = 0
    km: Fraction = NO_WAY
    persons: int = 1
    supported: Yen = ZERO
    business: Fraction = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the stay log of one person; `night` says that the night was spent there too."""

    on: date
    person: str = ""
    present: bool = True
    night: bool = True
    work_hours: int = 0
    visit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """How often the scheme was used before this claim."""

    this_year: int = 0
    life: int = 0
    household: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that `assess` knows. What is None is not known yet: rules that need it say so.

    `heads` are the people of the 組, `cohort_heads` the participants of the whole year.
    `early_from` is the day from which a start before 交付決定 (事前着手) was approved.
    `conditions` answer the yes-or-no questions of the rulebook by their keys.
    """

    lines: tuple[Line, ...]
    heads: int
    trial: Period
    cohort_heads: int | None = None
    decided_on: date | None = None
    early_from: date | None = None
    granted: Yen | None = None
    already_paid: Yen = ZERO
    budget_left: Yen | None = None
    applied_on: date | None = None
    reported_on: date | None = None
    stay: tuple[Day, ...] = ()
    births: tuple[date, ...] = ()
    prior: Prior = Prior()
    conditions: Mapping[str, bool] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
