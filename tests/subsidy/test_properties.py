"""What holds for any claim under the example rulebook."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from otameshi.core.yen import Yen
from otameshi.subsidy import Assessment, Contract, Facts, Line, assess
from tests.subsidy.make import PAPERS, STEADY, TRIAL, nagano

BOOK = nagano()
DAYS = st.integers(-30, 260).map(lambda days: TRIAL.first + timedelta(days))


@st.composite
def claims(draw: st.DrawFn) -> Facts:
    numbers = draw(st.lists(st.integers(0, 999), unique=True, max_size=12))
    return Facts(
        lines=tuple(_line(draw, str(number)) for number in numbers),
        heads=draw(st.integers(0, 5)),
        cohort_heads=draw(st.integers(0, 60)),
        trial=TRIAL,
        decided_on=draw(st.none() | DAYS),
        granted=draw(st.none() | st.integers(0, 1_000_000).map(Yen)),
        already_paid=Yen(draw(st.integers(0, 300_000))),
    )


def _line(draw: st.DrawFn, key: str) -> Line:
    kind = draw(st.sampled_from(["office", "travel", "moving", "rental", "housing", "gift"]))
    return Line(
        key=key,
        kind=kind,
        incurred_on=draw(DAYS),
        paid_on=draw(st.none() | DAYS),
        amount=Yen(draw(st.integers(-1_000, 400_000))),
        contract=draw(st.sampled_from(Contract)),
        evidence=frozenset(draw(st.sets(st.sampled_from(sorted(PAPERS))))),
        sub_kind=draw(st.sampled_from(["", "train", "shinkansen", "green"])),
    )


def adds_up(result: Assessment) -> bool:
    chains = True
    for line in result.lines:
        chain = [line.claimed, *(step.after for step in line.steps)]
        chains = chains and all(
            step.before == before for step, before in zip(line.steps, chain, strict=False)
        )
        chains = chains and chain[-1] == line.granted
    taken = sum(step.reduction for step in result.reductions)
    return chains and result.claimed - taken == result.granted


@STEADY
@given(claims())
def test_the_amount_never_exceeds_claim_limit_or_grant_and_is_never_negative(facts: Facts) -> None:
    result = assess(BOOK, facts)
    assert 0 <= result.granted <= result.eligible <= result.claimed
    assert result.cap is not None
    assert result.granted <= result.cap
    if facts.granted is not None:
        assert result.granted <= max(facts.granted - facts.already_paid, 0)


@STEADY
@given(claims())
def test_claimed_less_every_reduction_is_granted_for_the_claim_and_each_line(facts: Facts) -> None:
    assert adds_up(assess(BOOK, facts))


@STEADY
@given(claims(), st.randoms())
def test_the_order_of_the_lines_does_not_matter(facts: Facts, chance: Random) -> None:
    lines = list(facts.lines)
    chance.shuffle(lines)
    first, second = assess(BOOK, facts), assess(BOOK, replace(facts, lines=tuple(lines)))
    assert first.granted == second.granted
    assert {line.key: line.granted for line in first.lines} == {
        line.key: line.granted for line in second.lines
    }


@STEADY
@given(claims())
def test_a_line_that_is_not_payable_changes_no_other_line(facts: Facts) -> None:
    extra = Line(key="x", kind="gift", incurred_on=date(2024, 9, 1), amount=Yen(50_000))
    before = assess(BOOK, facts)
    after = assess(BOOK, replace(facts, lines=(*facts.lines, extra)))
    assert after.lines[:-1] == before.lines
    assert after.granted == before.granted
