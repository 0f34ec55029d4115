"""Random claims with everything that a random rulebook may ask for, and sometimes without it."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import Contract, Day, Facts, Line, Prior
from tests.subsidy.make import TRIAL

PEOPLE = st.sampled_from(["一", "二"])
TRIALS = st.sampled_from(
    [
        TRIAL,
        TRIAL,
        Period(date(2024, 9, 1), date(2024, 11, 30)),
        Period(date(2024, 8, 15), date(2024, 12, 14)),
    ]
)
# kind, part and contract: twice as often payable as not
COSTS = st.sampled_from(
    [
        ("a", "a1", Contract.NONE),
        ("a", "a2", Contract.NONE),
        ("b", "", Contract.RENTED),
        ("b", "", Contract.USED),
        ("c", "", Contract.NONE),
        ("c", "", Contract.BOUGHT),
        ("a", "a0", Contract.NONE),
        ("b", "", Contract.BOUGHT),
        ("z", "", Contract.NONE),
    ]
)
PAPERS = frozenset("pq")
FEW = st.sampled_from([1, 1, 2, 3, 0])
DAYS = st.integers(-5, 220).map(lambda days: TRIAL.first + timedelta(days))


@st.composite
def claims(draw: st.DrawFn) -> Facts:
    keys = draw(st.lists(st.integers(0, 99), unique=True, max_size=9))
    return Facts(
        lines=tuple(_line(draw, str(key)) for key in keys),
        heads=draw(st.sampled_from([1, 2, 3, 4, 0])),
        cohort_heads=draw(st.none() | st.integers(0, 60)),
        trial=draw(TRIALS),
        decided_on=draw(st.none() | DAYS),
        granted=draw(st.none() | st.integers(0, 200_000).map(Yen)),
        already_paid=Yen(draw(st.sampled_from([0, 0, 30_000]))),
        budget_left=draw(st.none() | st.integers(-9, 300_000).map(Yen)),
        applied_on=draw(st.none() | st.just(TRIAL.first - timedelta(14))),
        reported_on=draw(st.none() | DAYS),
        stay=tuple(day for run in draw(st.lists(_stays(), max_size=4)) for day in run),
        births=draw(st.sampled_from([(), (date(1990, 1, 1),), (date(1978, 8, 1),) * 4])),
        prior=draw(st.sampled_from([Prior(), Prior(), Prior(this_year=1, life=1, household=2)])),
        conditions=draw(st.sampled_from([{}, {"k": True, "m": True}, {"k": True, "m": False}])),
        holidays=frozenset({TRIAL.first - timedelta(3)}),
    )


def _line(draw: st.DrawFn, key: str) -> Line:
    kind, sub_kind, contract = draw(COSTS)
    on = draw(DAYS)
    used = Period(on - timedelta(draw(st.sampled_from([0, 10]))), on + timedelta(20))
    return Line(
        key=key,
        kind=kind,
        sub_kind=sub_kind,
        contract=contract,
        incurred_on=on,
        paid_on=draw(st.sampled_from([on, on, on + timedelta(20), None])),
        amount=Yen(draw(st.integers(0, 50_000))),
        evidence=draw(st.sampled_from([PAPERS, PAPERS, frozenset("p"), frozenset()])),
        person=draw(PEOPLE | st.just("")),
        visit=draw(st.sampled_from([1, 2, 3, None])),
        used=draw(st.sampled_from([used, None])),
        nights=draw(FEW),
        days=draw(FEW),
        hours=draw(FEW) * 12,
        months=draw(FEW),
        km=draw(FEW) * Fraction(21, 2),
        persons=draw(FEW),
        supported=Yen(draw(st.sampled_from([0, 0, 1, 5_000]))),
        business=draw(st.sampled_from([Fraction(1), Fraction(2, 3), Fraction(0)])),
    )


@st.composite
def _stays(draw: st.DrawFn) -> tuple[Day, ...]:
    """Return some days in a row of one person on one visit; the last night is spent elsewhere."""
    first, length = draw(DAYS), draw(st.integers(1, 12))
    person, visit = draw(PEOPLE), draw(st.sampled_from([1, 2, None]))
    hours = draw(st.sampled_from([0, 4]))
    return tuple(
        Day(
            on=first + timedelta(number),
            person=person,
            visit=visit,
            present=number != 1,
            night=number < length - 1,
            work_hours=hours,
        )
        for number in range(length)
    )
