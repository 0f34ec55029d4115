"""Random claims with everything that a random rulebook may ask for, and sometimes without it.

Each is made from one number: drawing every field apart would take longer than judging it. Days
are few, so that they meet the bounds of rules and each other.
"""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Contract, Day, Facts, Line, Prior
from tests.subsidy.make import TRIAL

TRIALS = (
    TRIAL,
    TRIAL,
    Period(date(2024, 9, 1), date(2024, 11, 30)),
    Period(date(2024, 8, 15), date(2024, 12, 14)),
)
DATES = (
    *(TRIAL.first + timedelta(days) for days in (-3, -1, 0, 1, 11, 12, 14, 15, 16, 30)),
    *(date(2024, month, day) for month in (9, 11, 12) for day in (1, 15, 16, 30)),
    *(TRIAL.last + timedelta(days) for days in (-1, 0, 1, 14, 15)),
)
# kind, part and contract: twice as often payable as not
COSTS = (
    ("a", "a1", Contract.NONE),
    ("a", "a2", Contract.NONE),
    ("b", "", Contract.RENTED),
    ("b", "", Contract.USED),
    ("c", "", Contract.NONE),
    ("c", "", Contract.BOUGHT),
    ("a", "a0", Contract.NONE),
    ("b", "", Contract.BOUGHT),
    ("z", "", Contract.NONE),
)
PAPERS = frozenset("pq")
FEW = (1, 1, 2, 3, 0)


def claims() -> st.SearchStrategy[Facts]:
    return st.integers(0, 2**32).map(claim)


def claim(seed: int) -> Facts:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret
    choose = chance.choice
    keys = chance.sample(range(100), chance.randint(0, 9))
    return Facts(
        lines=tuple(_line(chance, str(key)) for key in keys),
        heads=choose([1, 2, 3, 4, 0]),
        cohort_heads=choose([None, 0, 2, 24, 25, 39, 40, 41]),
        trial=choose(TRIALS),
        decided_on=choose([None, TRIAL.first, choose(DATES)]),
        early_from=choose([None, None, choose(DATES)]),
        granted=choose([None, Yen(chance.randint(0, 200_000))]),
        already_paid=Yen(choose([0, 0, 30_000])),
        budget_left=choose([None, Yen(chance.randint(-9, 300_000))]),
        applied_on=choose([None, TRIAL.first - timedelta(chance.randint(0, 14))]),
        reported_on=choose([None, choose(DATES)]),
        stay=tuple(day for _ in range(chance.randint(0, 5)) for day in _stay(chance)),
        births=choose([(), (date(1990, 1, 1),), (date(1978, 8, 1), date(2004, 8, 1)) * 2]),
        prior=choose([Prior(), Prior(), Prior(this_year=1, life=1, household=2)]),
        conditions=choose([{}, {"k": True, "m": True}, {"k": True, "m": False}]),
        holidays=frozenset({TRIAL.first - timedelta(3)}),
    )


def _line(chance: Random, key: str) -> Line:
    choose = chance.choice
    kind, sub_kind, contract = choose(COSTS)
    on = choose(DATES)
    used = Period(on - timedelta(choose([0, 10])), on + timedelta(choose([0, 14, 20])))
    return Line(
        key=key,
        kind=kind,
        sub_kind=sub_kind,
        contract=contract,
        incurred_on=on,
        paid_on=choose([on, on, choose(DATES), None]),
        amount=Yen(choose([0, 500, 1_000, chance.randint(1, 50_000), chance.randint(1, 50_000)])),
        evidence=choose([PAPERS, PAPERS, frozenset("p"), frozenset()]),
        person=choose(["一", "二", ""]),
        visit=choose([1, 2, 3, None]),
        used=choose([used, used, None]),
        nights=choose(FEW),
        days=choose(FEW),
        hours=choose(FEW) * 12,
        months=choose(FEW),
        km=choose(FEW) * Fraction(21, 2),
        persons=choose(FEW),
        supported=Yen(choose([0, 0, 1, 5_000])),
        business=choose([Fraction(1), Fraction(2, 3), Fraction(0)]),
    )


def _stay(chance: Random) -> tuple[Day, ...]:
    """Return some days in a row of one person on one visit; the last night is spent elsewhere."""
    first, length = chance.choice(DATES), chance.randint(1, 12)
    person, visit = chance.choice("一二"), chance.choice([1, 2, None])
    hours, away = chance.choice([0, 1, 4]), chance.choice([1, 99])
    return tuple(
        Day(
            on=first + timedelta(number),
            person=person,
            visit=visit,
            present=number != away,
            night=number < length - 1,
            work_hours=hours,
        )
        for number in range(length)
    )
