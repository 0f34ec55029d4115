"""What holds for any lawful rulebook and any claim."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import get_args

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from otameshi.core.yen import Yen
from otameshi.subsidy import Assessment, Contract, Facts, Line, Rulebook, assess, read, write
from otameshi.subsidy.rulebook import AnyRule
from otameshi.subsidy.rules import Allowance, Cap, Clamp, Rule
from otameshi.subsidy.words import Unit
from tests.subsidy.make import STEADY
from tests.subsidy.oracle import NAMES, about, amount
from tests.subsidy.random_claims import claim, claims
from tests.subsidy.random_rulebooks import rulebooks
from tests.subsidy.random_rules import GROUP, MONEY, SINGLE
from tests.subsidy.test_properties import adds_up


def test_random_rulebooks_are_made_of_every_rule_of_the_language() -> None:
    union, _ = get_args(AnyRule)
    assert {Allowance, *SINGLE, *GROUP, *MONEY} == set(get_args(union))


@settings(STEADY, max_examples=200)
@given(rulebooks(), st.integers(0, 2**32))
def test_two_ways_of_reckoning_come_to_the_same_amount(book: Rulebook, seed: int) -> None:
    for number in range(6):
        facts = claim(seed + number)
        assert assess(book, facts).granted == amount(book, facts)


@STEADY
@given(rulebooks(), claims())
def test_the_account_adds_up_and_stays_within_claim_limits_and_grant(
    book: Rulebook, facts: Facts
) -> None:
    result = assess(book, facts)
    assert adds_up(result)
    assert all(0 <= line.granted <= line.eligible <= line.claimed for line in result.lines)
    assert sum(part.granted for part in result.subtotals) == result.granted
    for rule in book.rules:
        if isinstance(rule, Cap) and all(times.unit is Unit.HEAD for times in rule.times):
            most = rule.amount or max(tier.amount or 0 for tier in rule.tiers)
            most *= max(facts.heads, 0) if rule.times else 1
            assert all(paid <= most for paid in pools(rule, facts, result).values())
        elif isinstance(rule, Clamp):
            given = {"budget": facts.budget_left}.get(rule.to, facts.granted)
            paid = sum(pools(rule, facts, result).values())
            assert given is None or paid <= max(given, 0)


def pools(rule: Cap | Clamp, facts: Facts, result: Assessment) -> dict[tuple[object, ...], int]:
    """Return what is paid for each pool of the rule."""
    paid: dict[tuple[object, ...], int] = {}
    for line, found in zip(facts.lines, result.lines, strict=True):
        if about(rule, line):
            key = tuple(NAMES[per](line) for per in rule.per)
            paid[key] = paid.get(key, 0) + found.granted
    return paid


@STEADY
@given(rulebooks(), claims(), st.randoms())
def test_the_order_of_lines_never_matters(book: Rulebook, facts: Facts, chance: Random) -> None:
    lines = list(facts.lines)
    chance.shuffle(lines)
    first, second = assess(book, facts), assess(book, replace(facts, lines=tuple(lines)))
    assert {line.key: line.granted for line in first.lines} == {
        line.key: line.granted for line in second.lines
    }


@STEADY
@given(
    rulebooks(),
    claims(),
    st.sampled_from(
        [("z", "", Contract.NONE), ("a", "a0", Contract.NONE), ("b", "", Contract.BOUGHT)]
    ),
)
def test_a_refused_line_changes_no_other(
    book: Rulebook, facts: Facts, cost: tuple[str, str, Contract]
) -> None:
    kind, part, contract = cost
    extra = Line(
        key="x",
        kind=kind,
        sub_kind=part,
        contract=contract,
        incurred_on=date(2024, 9, 1),
        amount=Yen(50_000),
        nights=3,
        visit=1,
        person="一",
    )
    after = assess(book, replace(facts, lines=(extra, *facts.lines)))
    assert after.lines[0].granted == 0
    assert after.lines[1:] == assess(book, facts).lines


@STEADY
@given(rulebooks(capped=True), claims(), st.data())
def test_raising_a_limit_never_lowers_the_amount(
    book: Rulebook, facts: Facts, data: st.DataObject
) -> None:
    caps = [number for number, rule in enumerate(book.rules) if isinstance(rule, Cap)]
    assume(caps)
    chosen = data.draw(st.sampled_from(caps))
    raised = replace(book, rules=_raised(book.rules, chosen, data.draw(st.integers(1, 9_999))))
    before, after = assess(book, facts), assess(raised, facts)
    # a line that a higher limit brings back may use up the nights that another had
    assume(_refused(before) == _refused(after))
    assert after.granted >= before.granted


def _refused(result: Assessment) -> set[str]:
    return {
        line.key
        for line in result.lines
        if any(not step.scope and step.after == 0 for step in line.steps)
    }


def _raised(rules: tuple[Rule, ...], number: int, by: int) -> tuple[Rule, ...]:
    cap = rules[number]
    assert isinstance(cap, Cap)
    tiers = tuple(replace(tier, amount=Yen((tier.amount or 0) + by)) for tier in cap.tiers)
    higher = replace(cap, amount=Yen(cap.amount + by) if cap.amount else None, tiers=tiers)
    return (*rules[:number], higher, *rules[number + 1 :])


@STEADY
@given(rulebooks(whole=True), claims(), st.data())
def test_splitting_a_line_changes_nothing_where_no_rule_looks_at_single_lines(
    book: Rulebook, facts: Facts, data: st.DataObject
) -> None:
    lines = [line for line in facts.lines if line.amount > 1]
    assume(lines)
    one = data.draw(st.sampled_from(lines))
    part = data.draw(st.integers(1, one.amount - 1))
    rest = replace(one, key="half", amount=Yen(one.amount - part), nights=0, days=0, hours=0)
    halves = (replace(one, amount=Yen(part)), replace(rest, months=0, km=rest.km * 0, persons=0))
    others = tuple(line for line in facts.lines if line is not one)
    after = assess(book, replace(facts, lines=(*others, *halves)))
    assert after.granted == assess(book, facts).granted


@STEADY
@given(rulebooks())
def test_what_was_written_is_read_as_the_same(book: Rulebook) -> None:
    assert read(write(book)) == book
