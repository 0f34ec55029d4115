"""What holds for any lawful rulebook and any claim."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from otameshi.core.yen import Yen
from otameshi.subsidy import Facts, Line, Rulebook, assess, read, write
from otameshi.subsidy.rules import Cap, Rule
from tests.subsidy.make import STEADY
from tests.subsidy.oracle import amount
from tests.subsidy.random_rulebooks import claims, rulebooks
from tests.subsidy.test_extremes import faults_of
from tests.subsidy.test_properties import adds_up


@STEADY
@given(rulebooks(), claims())
def test_two_ways_of_reckoning_come_to_the_same_amount(book: Rulebook, facts: Facts) -> None:
    assert assess(book, facts).granted == amount(book, facts)


@STEADY
@given(rulebooks(), claims())
def test_the_account_adds_up_and_stays_within_claim_limits_and_grant(
    book: Rulebook, facts: Facts
) -> None:
    result = assess(book, facts)
    assert adds_up(result)
    assert 0 <= result.granted <= result.claimed
    assert all(0 <= line.granted <= line.claimed for line in result.lines)
    assert sum(part.granted for part in result.subtotals) == result.granted
    whole = {rule.id for rule in book.rules if isinstance(rule, Cap) and not rule.per}
    assert all(result.granted <= one.most for one in result.limits if one.rule in whole)


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
@given(rulebooks(), claims())
def test_a_refused_line_changes_no_other(book: Rulebook, facts: Facts) -> None:
    extra = Line(key="x", kind="z", incurred_on=date(2024, 9, 1), amount=Yen(50_000), nights=3)
    after = assess(book, replace(facts, lines=(extra, *facts.lines)))
    assert after.lines[1:] == assess(book, facts).lines


@STEADY
@given(rulebooks(), claims(), st.data())
def test_raising_a_limit_never_lowers_the_amount(
    book: Rulebook, facts: Facts, data: st.DataObject
) -> None:
    caps = [number for number, rule in enumerate(book.rules) if isinstance(rule, Cap)]
    assume(caps)
    chosen = data.draw(st.sampled_from(caps))
    raised = replace(book, rules=_raised(book.rules, chosen, data.draw(st.integers(1, 9_999))))
    assert assess(raised, facts).granted >= assess(book, facts).granted


def _raised(rules: tuple[Rule, ...], number: int, by: int) -> tuple[Rule, ...]:
    cap = rules[number]
    assert isinstance(cap, Cap)
    tiers = tuple(replace(tier, amount=Yen((tier.amount or 0) + by)) for tier in cap.tiers)
    higher = replace(cap, amount=Yen(cap.amount + by) if cap.amount else None, tiers=tiers)
    return (*rules[:number], higher, *rules[number + 1 :])


@STEADY
@given(rulebooks(coarsest_only=True), claims(), st.data())
def test_splitting_a_line_changes_nothing_where_no_rule_looks_at_single_lines(
    book: Rulebook, facts: Facts, data: st.DataObject
) -> None:
    assume(facts.lines)
    one = data.draw(st.sampled_from(facts.lines))
    assume(one.amount > 1)
    part = data.draw(st.integers(1, one.amount - 1))
    halves = (
        replace(one, amount=Yen(part)),
        replace(one, key="half", amount=Yen(one.amount - part), nights=0),
    )
    split = tuple(line for line in facts.lines if line is not one)
    after = assess(book, replace(facts, lines=(*split, *halves)))
    assert after.granted == assess(book, facts).granted


@STEADY
@given(rulebooks())
def test_what_was_written_is_read_as_the_same(book: Rulebook) -> None:
    # a random limit may be above an earlier one or below the smallest amount paid
    found = faults_of(write(book))
    assert all("働きません" in one.message or "交付されません" in one.message for one in found)
    assert found or read(write(book)) == book
