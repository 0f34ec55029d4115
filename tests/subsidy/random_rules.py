"""One random rule of every type of the language, each lawful by itself."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from otameshi.core.yen import Yen
from otameshi.subsidy import rules
from otameshi.subsidy.calendar import Yearly
from otameshi.subsidy.tiers import Tier
from otameshi.subsidy.words import (
    Again,
    By,
    Ceiling,
    Count,
    Deed,
    Doubt,
    How,
    Measure,
    Mode,
    Per,
    Piece,
    Span,
    Unit,
    Which,
    Within,
)
from tests.subsidy.random_claims import DATES

Rules = st.SearchStrategy[rules.Rule]

AMOUNTS = st.integers(1, 60_000).map(Yen)
SMALL = st.sampled_from([Yen(0), Yen(500), Yen(1_000), Yen(20_000)])
RATES = st.fractions(Fraction(1, 20), 1, max_denominator=20)
DAYS = st.sampled_from(DATES)
COUNTS = st.integers(1, 4)
SHARES = {How.OF_TRIAL, How.OF_STAY}
HOURLESS = {*SHARES, How.CONSECUTIVE}
POOLS: tuple[tuple[Per, ...], ...] = (
    (Per.LINE,),
    (Per.DAY,),
    (Per.DAY, Per.PERSON),
    (Per.VISIT, Per.PERSON),
    (Per.MONTH, Per.KIND, Per.PERSON),
    (Per.VISIT,),
    (Per.MONTH, Per.KIND),
    (Per.MONTH,),
    (Per.PERSON,),
    (Per.KIND,),
    (),
    (),
)
SUBJECTS = st.sampled_from(
    [((), ()), ((), ()), ((), ()), (("a",), ()), (("b",), ()), (("a", "c"), ()), ((), ("a1",))]
)


def build(rule: type[rules.Rule], **fields: Any) -> Rules:
    """Return rules with these fields; a field that is no strategy is the same in all."""
    given = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for name, value in fields.items()
    }
    return st.fixed_dictionaries(given).map(lambda found: rule(id="r", article="条", **found))


def on_lines(rule: type[rules.OnLines], **fields: Any) -> Rules:
    """Return rules about some of the kinds or parts of kinds."""
    return SUBJECTS.flatmap(lambda one: build(rule, kinds=one[0], sub_kinds=one[1], **fields))


def pooled(rule: type[rules.OnLines], **fields: Any) -> Rules:
    return on_lines(rule, per=st.sampled_from(POOLS), **fields)


def soft(rule: type[rules.Rule], **fields: Any) -> Rules:
    """Return strict rules, rules that never block, and rules that block beyond a tolerance."""
    ways = st.sampled_from([(False, None), (True, None), (True, Fraction(1))])
    return ways.flatmap(lambda way: build(rule, soft=way[0], tolerance=way[1], **fields))


def bounded(make: Any, rule: type[rules.Rule], least: int, most: int, **fields: Any) -> Rules:
    """Return rules with a lower bound, an upper bound, or both."""
    ways = st.sampled_from([(least, None), (None, most), (least, most)])
    return ways.flatmap(lambda way: make(rule, least=way[0], most=way[1], **fields))


def tiers(field: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Tier, ...]]:
    return st.builds(
        lambda step, one, other: (
            Tier(least=0, most=step, **{field: max(one, other)}),
            Tier(least=step + 1, **{field: min(one, other)}),
        ),
        st.integers(0, 40),
        values,
        values,
    )


def times(*units: Unit) -> st.SearchStrategy[tuple[rules.Times, ...]]:
    one = st.builds(rules.Times, unit=st.sampled_from(units), most=st.none() | st.integers(1, 6))
    return st.lists(one, max_size=2, unique_by=lambda found: found.unit).map(tuple)


WINDOWS = st.one_of(
    on_lines(
        rules.Window,
        which=st.sampled_from(Which),
        within=Within.TRIAL,
        days_before=st.sampled_from([0, 3]),
        days_after=st.sampled_from([0, 14]),
        last=st.none() | DAYS,
    ),
    on_lines(
        rules.Window,
        which=st.sampled_from(Which),
        within=st.just(Within.DECISION),
        unless=st.sampled_from(["", "k"]),
    ),
    on_lines(rules.Window, which=st.sampled_from(Which), within=Within.FIXED, first=DAYS),
)
YEARLY = st.sampled_from(
    [(Yearly(first="08-13", last="08-16"),), (Yearly(first="12-29", last="01-03"),)]
)
PRICES = st.sampled_from(
    [
        (rules.Price(amount=Fraction(1500)),),
        (rules.Price(amount=Fraction(170, 15), last=date(2024, 12, 31)),),
        (
            rules.Price(amount=Fraction(37), last=date(2024, 10, 31)),
            rules.Price(amount=Fraction(40), first=date(2024, 11, 1)),
        ),
    ]
)

ALLOWANCES = SUBJECTS.filter(any).flatmap(
    lambda one: build(
        rules.Allowance,
        kinds=one[0],
        sub_kinds=one[1],
        unit=st.sampled_from(Piece),
        prices=PRICES,
        most=st.none() | st.integers(1, 9),
        persons=st.booleans(),
    )
)
SINGLE: dict[type[rules.Rule], Rules] = {
    rules.Net: on_lines(rules.Net, exclude=st.booleans()),
    rules.Prorate: on_lines(rules.Prorate, by=st.sampled_from(By)),
    rules.Window: WINDOWS,
    rules.Blackout: on_lines(rules.Blackout, of=Span.INCURRED, days=YEARLY),
    rules.Condition: on_lines(
        rules.Condition, key=st.sampled_from("km"), question="問い", expect=st.booleans()
    ),
    rules.Number: pooled(rules.Number, most=COUNTS),
    rules.Visits: bounded(soft, rules.Visits, 2, 3),
    rules.Evidence: on_lines(
        rules.Evidence,
        needs=st.sampled_from([("p",), ("p", "q")]),
        any_of=st.booleans(),
        least=SMALL,
    ),
    rules.Judgement: on_lines(rules.Judgement, question="問い", least=SMALL),
    rules.Open: on_lines(rules.Open, question="問い", effect=st.sampled_from(Doubt)),
}
GROUP: dict[type[rules.Rule], Rules] = {
    rules.Range: st.sampled_from(Measure).flatmap(
        lambda measure: bounded(soft, rules.Range, 2, 40, measure=measure)
    ),
    rules.Age: bounded(soft, rules.Age, 20, 45, on=date(2024, 8, 1)),
    rules.Uses: build(rules.Uses, within=st.sampled_from(Again), most=st.integers(1, 2)),
    rules.Deadline: st.one_of(
        build(
            rules.Deadline,
            of=Deed.APPLIED,
            days=st.integers(0, 20),
            working_days=st.booleans(),
        ),
        build(rules.Deadline, of=st.sampled_from(Deed), days=st.none() | COUNTS, last=DAYS),
    ),
    rules.Presence: st.sampled_from(How).flatmap(
        lambda how: soft(
            rules.Presence,
            how=how,
            count=st.sampled_from([*Count] if how not in HOURLESS else [*Count][:3]),
            least=st.just(Fraction(1, 50)) if how in SHARES else st.integers(1, 3).map(Fraction),
            each_person=st.booleans(),
        )
    ),
    rules.Blackout: build(rules.Blackout, of=st.sampled_from([Span.TRIAL, Span.STAY]), days=YEARLY),
}
MONEY: dict[type[rules.Rule], Rules] = {
    rules.Rate: st.one_of(
        pooled(rules.Rate, rate=RATES),
        pooled(rules.Rate, by=st.sampled_from(Measure), tiers=tiers("rate", RATES)),
    ),
    rules.Rounding: pooled(
        rules.Rounding, unit=st.sampled_from([10, 100, 1_000]), mode=st.sampled_from(Mode)
    ),
    rules.Minimum: pooled(rules.Minimum, amount=AMOUNTS),
    rules.Cap: st.one_of(
        pooled(rules.Cap, amount=AMOUNTS, times=times(*Unit)),
        pooled(
            rules.Cap,
            by=st.sampled_from(Measure),
            tiers=tiers("amount", AMOUNTS),
            times=times(Unit.HEAD, Unit.NIGHT),
        ),
    ),
    rules.Clamp: on_lines(rules.Clamp, to=st.sampled_from(Ceiling)),
}
