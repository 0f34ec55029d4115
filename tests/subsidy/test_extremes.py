"""Absurd sizes and dates get a right answer or a clear refusal, never a traceback."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import BadRulebook, Facts, Fault, Line, assess, estimate, explain, read
from otameshi.subsidy.calendar import (
    calendar_months,
    half_months,
    later,
    length,
    longest_run,
    months,
    weeks,
    working_days_before,
)
from otameshi.subsidy.shares import spread
from tests.subsidy.make import EXAMPLE, STEADY, book, facts, line, nagano, nights

ALL_TIME = Period(date.min, date.max)


def test_a_claim_of_100000_lines_is_judged_to_the_yen() -> None:
    lines = tuple(line(7, key=str(number)) for number in range(100_000))
    result = assess(nagano(), facts(*lines))
    # 7 × 100,000 = 700,000 → 300,000: three yen each
    assert result.granted == 300_000
    assert {one.granted for one in result.lines} == {3}


def test_dates_of_year_1_and_9999_are_judged_like_any_other() -> None:
    for on in (date.min, date.max):
        result = assess(nagano(), facts(line(100, incurred_on=on), decided_on=None))
        assert result.granted == 0
        within = facts(line(1_000, incurred_on=on), trial=ALL_TIME, decided_on=date.min)
        assert assess(nagano(), within).granted == 1_000
        assert explain(nagano())


RULES = [
    'rule = "presence"\ncount = "nights"\nhow = "each_week"\nleast = 1',
    'rule = "presence"\ncount = "nights"\nhow = "average"\nleast = 1',
    'rule = "blackout"\nof = "trial"\ndays = [{ first = "02-29", last = "02-29" }]',
    'rule = "deadline"\nof = "applied"\ndays = 3650\nworking_days = true',
    'rule = "deadline"\nof = "reported"\ndays = 3650',
    'rule = "window"\nwhich = "paid"\ndays_before = 9999999\ndays_after = 9999999',
    'rule = "prorate"\nby = "days"',
    'rule = "prorate"\nby = "half_months"',
    f'rule = "cap"\namount = {10**4000}',
    f'rule = "rounding"\nunit = {10**4000}',
    f'rule = "number"\nmost = {10**30}',
]


@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
@pytest.mark.parametrize(
    "trial",
    [
        ALL_TIME,
        Period(date.min, date.min),
        Period(date.max, date.max),
        Period(date(2024, 9, 2), date(2024, 9, 1)),
    ],
    ids=["all time", "first day", "last day", "backwards"],
)
def test_no_period_breaks_a_rule(rule: str, trial: Period) -> None:
    spent = line(100, used=trial)
    known = facts(
        spent,
        trial=trial,
        stay=nights(date(2024, 9, 1), 2),
        applied_on=date.max,
        reported_on=date.max,
    )
    result = assess(book(rule), known)
    assert 0 <= result.granted <= 100
    assert estimate(book(rule), facts(spent, trial=trial)).low <= 100


def test_months_of_all_time_are_counted() -> None:
    assert sum(1 for _ in calendar_months(ALL_TIME)) == 12 * 9999
    assert months(ALL_TIME) == 12 * 9999
    assert half_months(ALL_TIME) == 24 * 9999


@STEADY
@given(
    st.text(max_size=12),
    st.text(max_size=12),
    st.integers() | st.sampled_from([0, -1, 10**12, 10**5000]),
    st.dates(),
    st.none() | st.dates(),
    st.integers(-5, 10),
)
def test_whatever_is_typed_gets_an_account_that_adds_up(
    key: str, kind: str, amount: int, incurred: date, paid: date | None, heads: int
) -> None:
    one = Line(key=key, kind=kind, incurred_on=incurred, paid_on=paid, amount=Yen(amount))
    office = Line(key="o", kind="office", incurred_on=incurred, paid_on=paid, amount=Yen(amount))
    result = assess(nagano(), Facts(lines=(one, office), heads=heads, trial=ALL_TIME))
    assert result.claimed - sum(step.reduction for step in result.reductions) == result.granted


@STEADY
@given(st.text(max_size=200))
def test_whatever_text_is_given_as_a_rulebook_it_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadRulebook):
        read(text)


@STEADY
@given(st.data())
def test_a_rulebook_with_a_piece_lost_or_repeated_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(EXAMPLE)))
    end = data.draw(st.integers(start, min(start + 40, len(EXAMPLE))))
    piece = data.draw(st.sampled_from(["", EXAMPLE[start:end] * 2, '"', "[", "{", "nan", "-1"]))
    assert all(
        fault.line >= 1 and fault.column >= 1
        for fault in faults_of(EXAMPLE[:start] + piece + EXAMPLE[end:])
    )


def faults_of(text: str) -> list[Fault]:
    try:
        read(text)
    except BadRulebook as error:
        return error.faults
    return []


@STEADY
@given(st.lists(st.integers(0, 10**9), max_size=30), st.fractions(0, 1))
def test_sharing_loses_and_invents_no_yen(amounts: list[int], part: Fraction) -> None:
    names = [str(number) for number in range(len(amounts))]
    target = Yen(int(sum(amounts) * part))
    shares = spread([Yen(amount) for amount in amounts], names, target)
    assert sum(shares) == target
    assert all(0 <= share <= amount for share, amount in zip(shares, amounts, strict=True))


def test_the_calendar_counts_as_people_do() -> None:
    assert months(Period(date(2024, 8, 15), date(2025, 2, 14))) == 6
    assert months(Period(date(2024, 8, 15), date(2025, 2, 15))) == 7
    assert length(Period(date(2024, 9, 1), date(2024, 9, 30))) == 30
    assert later(date.max, 1) == date.max
    assert later(date.min, -1) == date.min
    assert longest_run([]) == 0
    assert longest_run([date(2024, 9, 1), date(2024, 9, 1), date(2024, 9, 2)]) == 2
    assert [one.last for one in weeks(Period(date(2024, 9, 1), date(2024, 9, 15)))] == [
        date(2024, 9, 7),
        date(2024, 9, 14),
    ]
    assert [one.last for one in calendar_months(Period(date(2024, 11, 30), date(2025, 1, 1)))] == [
        date(2024, 11, 30),
        date(2024, 12, 31),
        date(2025, 1, 1),
    ]
    assert working_days_before(date(2024, 9, 2), 1, frozenset()) == date(2024, 8, 30)
    assert working_days_before(date.min, 5, frozenset()) == date.min
