"""A second opinion: the amount of a claim, reckoned in another way from the same rulebook.

It keeps cells (some lines and one amount) and merges them as the rules grow coarser; it never
divides an amount among lines, so it shares no code and no method with the engine. It knows the
rules that random rulebooks are made of, and nothing about reasons.
"""

from collections.abc import Callable
from fractions import Fraction
from math import floor

from otameshi.subsidy import Facts, Line, Rulebook
from otameshi.subsidy.rules import Cap, Clamp, Minimum, Net, Prorate, Rate, Rounding, Rule, Window
from otameshi.subsidy.words import Ceiling, Mode, Per, Unit, Which

Cell = tuple[frozenset[Line], int]

NAMES: dict[Per, Callable[[Line], object]] = {
    Per.LINE: lambda line: line.key,
    Per.MONTH: lambda line: line.incurred_on.strftime("%Y-%m"),
    Per.KIND: lambda line: line.kind,
    Per.PERSON: lambda line: line.person,
}


def amount(rulebook: Rulebook, facts: Facts) -> int:
    cells: list[Cell] = [(frozenset({line}), line.amount) for line in facts.lines if line.amount]
    for rule in rulebook.rules:
        if isinstance(rule, Net | Prorate | Window):
            cells = [(lines, own(rule, next(iter(lines)), value, facts)) for lines, value in cells]
            cells = [(lines, value) for lines, value in cells if value]
        else:
            cells = merged(rule, cells, facts)
    return sum(value for _, value in cells)


def own(rule: Rule, line: Line, value: int, facts: Facts) -> int:
    if isinstance(rule, Net):
        return 0 if rule.exclude and line.supported else max(value - line.supported, 0)
    if isinstance(rule, Prorate):
        return floor(value * line.business)
    assert isinstance(rule, Window)
    on = line.incurred_on if rule.which is Which.INCURRED else line.paid_on
    return value if on is not None and facts.trial.first <= on <= facts.trial.last else 0


def merged(rule: Rule, cells: list[Cell], facts: Facts) -> list[Cell]:
    assert isinstance(rule, Cap | Clamp | Minimum | Rate | Rounding)
    inside: dict[tuple[object, ...], list[Cell]] = {}
    outside: list[Cell] = []
    for lines, value in cells:
        one = next(iter(lines))
        if rule.kinds and one.kind not in rule.kinds:
            outside.append((lines, value))
        else:
            inside.setdefault(tuple(NAMES[per](one) for per in rule.per), []).append((lines, value))
    for group in inside.values():
        lines = frozenset(line for some, _ in group for line in some)
        value = apply(rule, lines, sum(value for _, value in group), facts)
        if value or Per.LINE not in rule.per:
            outside.append((lines, value))
    return outside


def apply(rule: Rule, lines: frozenset[Line], value: int, facts: Facts) -> int:
    if isinstance(rule, Rate):
        return floor(value * (rule.rate or Fraction(0)))
    if isinstance(rule, Minimum):
        return 0 if value < rule.amount else value
    if isinstance(rule, Rounding):
        return rounded(rule, value, sum(line.amount for line in lines))
    if isinstance(rule, Clamp):
        return min(value, ceiling(rule, facts))
    assert isinstance(rule, Cap)
    return min(value, limit(rule, lines, facts))


def ceiling(rule: Clamp, facts: Facts) -> int:
    granted = facts.granted or 0
    return {
        Ceiling.GRANTED: granted,
        Ceiling.REMAINING: max(granted - facts.already_paid, 0),
        Ceiling.BUDGET: facts.budget_left or 0,
    }[rule.to]


def rounded(rule: Rounding, value: int, most: int) -> int:
    exact = Fraction(value, rule.unit)
    whole = {
        Mode.DOWN: floor(exact),
        Mode.NEAREST: floor(exact + Fraction(1, 2)),
        Mode.UP: -floor(-exact),
    }[rule.mode]
    return min(whole * rule.unit, most)


def limit(rule: Cap, lines: frozenset[Line], facts: Facts) -> int:
    most = rule.amount or next(
        tier.amount or 0 for tier in reversed(rule.tiers) if (facts.cohort_heads or 0) >= tier.least
    )
    for times in rule.times:
        if times.unit is Unit.HEAD:
            most *= min(facts.heads, times.most or 99)
        else:
            most *= sum(line.nights for line in lines)
    return most
