"""A second opinion: the amount of a claim, reckoned in another way from the same rulebook.

It keeps cells (some lines and one amount) and merges them as the rules grow coarser; it never
divides an amount among lines, so it shares no code and no method with the engine. It knows every
rule of the language, and nothing about reasons.
"""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from math import floor, prod

from otameshi.subsidy import Facts, Line, Rulebook, rules
from otameshi.subsidy.words import Ceiling, How, Mode, Per, Piece, Unit
from tests.subsidy.oracle_group import GROUP, measured, short_visits, surplus
from tests.subsidy.oracle_lines import KEEPS, WORTH, quantity

Cell = tuple[frozenset[Line], int]
Money = rules.Cap | rules.Clamp | rules.Minimum | rules.Rate | rules.Rounding

NAMES: dict[Per, Callable[[Line], object]] = {
    Per.LINE: lambda line: line.key,
    Per.DAY: lambda line: line.incurred_on.toordinal(),
    Per.VISIT: lambda line: str(line.visit),
    Per.MONTH: lambda line: line.incurred_on.strftime("%Y-%m"),
    Per.KIND: lambda line: line.kind,
    Per.PERSON: lambda line: line.person,
}


class Reckoning:
    """The cells still in play, and what each line claims."""

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.facts = facts
        payable = [line for line in facts.lines if _payable(rulebook, line)]
        self.claimed: dict[str, int] = {line.key: line.amount for line in payable}
        self.cells: list[Cell] = [(frozenset({line}), line.amount) for line in payable]

    def lines(self, rule: rules.OnLines) -> list[Line]:
        """Return the lines it is about that are in play, the earliest first."""
        found = [line for lines, value in self.cells for line in lines if about(rule, line)]
        return sorted(found, key=lambda line: (line.incurred_on, line.key))

    def drop(self, lines: Iterable[Line]) -> None:
        """Take single lines out; no coarser cell may hold them, or the order is not lawful."""
        gone = set(lines)
        kept = [(some, value) for some, value in self.cells if not some & gone]
        assert sum(len(some) for some, _ in self.cells) - len(gone) == sum(
            len(some) for some, _ in kept
        )
        self.cells = kept

    def leave(self, lines: set[Line]) -> None:
        """Take whole cells out; a cell that is only partly meant makes the order unlawful."""
        assert all(some <= lines or not some & lines for some, _ in self.cells)
        self.cells = [(some, value) for some, value in self.cells if not some <= lines]

    def clean(self) -> None:
        self.cells = [(lines, value) for lines, value in self.cells if value]


def amount(rulebook: Rulebook, facts: Facts) -> int:
    reckoning = Reckoning(rulebook, facts)
    prices = [rule for rule in rulebook.rules if isinstance(rule, rules.Allowance)]
    _price(reckoning, prices)
    for rule in rulebook.rules[len(prices) :]:
        _apply(reckoning, rule)
    return sum(value for _, value in reckoning.cells)


def _payable(rulebook: Rulebook, line: Line) -> bool:
    kind = {kind.key: kind for kind in rulebook.kinds}.get(line.kind)
    if kind is None or (kind.contracts and line.contract not in kind.contracts):
        return False
    parts = {sub.key: sub.payable for sub in kind.sub_kinds}
    return parts.get(line.sub_kind, False) if parts else True


def about(rule: rules.OnLines, line: Line) -> bool:
    return line.kind in (rule.kinds or {line.kind}) and line.sub_kind in (
        rule.sub_kinds or {line.sub_kind}
    )


def _price(reckoning: Reckoning, prices: list[rules.Allowance]) -> None:
    """Replace what was spent by price × units; the first allowance about a line counts."""
    priced: set[Line] = set()
    for rule in prices:
        left = Fraction(10**9 if rule.most is None else rule.most)
        for line in (line for line in reckoning.lines(rule) if line not in priced):
            units = min(quantity(rule.unit, line), left)
            left -= units
            price = sum(one.amount for one in rule.prices if _runs(one, line.incurred_on))
            people = line.persons if rule.persons else 1
            reckoning.claimed[line.key] = floor(units * price * people)
            priced.add(line)
    reckoning.cells = [
        (lines, reckoning.claimed[line.key]) for lines, _ in reckoning.cells for line in lines
    ]
    reckoning.clean()


def _runs(price: rules.Price, on: date) -> bool:
    return not ((price.first and on < price.first) or (price.last and on > price.last))


def _apply(reckoning: Reckoning, rule: rules.Rule) -> None:
    if isinstance(rule, Money):
        reckoning.cells = _merged(reckoning, rule)
    elif isinstance(rule, rules.Net | rules.Prorate):
        _lessen(reckoning, rule)
    elif isinstance(rule, rules.OnLines):
        _choose(reckoning, rule)
    elif isinstance(rule, rules.Presence) and rule.how is How.EACH_VISIT:
        lines = {line for some, _ in reckoning.cells for line in some}
        reckoning.leave(short_visits(rule, reckoning.facts, lines))
    elif not GROUP[type(rule)](rule, reckoning.facts):
        reckoning.cells = []


def _choose(reckoning: Reckoning, rule: rules.OnLines) -> None:
    lines, facts = reckoning.lines(rule), reckoning.facts
    if isinstance(rule, rules.Number):
        reckoning.drop(_beyond(rule, lines))
    elif isinstance(rule, rules.Visits):
        gone = surplus(rule, lines)
        reckoning.drop(
            [line for some, _ in reckoning.cells for line in some] if gone is None else gone
        )
    else:
        keeps = KEEPS[type(rule)]
        reckoning.drop(line for line in lines if not keeps(rule, line, facts))


def _lessen(reckoning: Reckoning, rule: rules.Net | rules.Prorate) -> None:
    single = set(reckoning.lines(rule))
    kept = [(lines, value) for lines, value in reckoning.cells if not lines <= single]
    for lines, value in reckoning.cells:
        for line in lines & single:
            less = floor(WORTH[type(rule)](rule, line, value, reckoning.facts))
            kept += [(lines, less)] if less else []
    reckoning.cells = kept


def _beyond(rule: rules.Number, lines: list[Line]) -> list[Line]:
    seen: dict[tuple[object, ...], int] = {}
    gone = []
    for line in lines:
        key = tuple(NAMES[per](line) for per in rule.per)
        seen[key] = seen.get(key, 0) + 1
        gone += [line] if seen[key] > rule.most else []
    return gone


def _merged(reckoning: Reckoning, rule: Money) -> list[Cell]:
    inside: dict[tuple[object, ...], list[Cell]] = {}
    cells: list[Cell] = []
    for lines, value in reckoning.cells:
        sides = {about(rule, line) for line in lines}
        assert len(sides) == 1, "a cell lies half in a rule: the order is not lawful"
        keys = {tuple(NAMES[per](line) for per in rule.per) for line in lines}
        if sides == {False}:
            cells.append((lines, value))
        else:
            assert len(keys) == 1, "a cell lies in two pools: the order is not lawful"
            inside.setdefault(keys.pop(), []).append((lines, value))
    counted = _units(rule, reckoning)
    for group in inside.values():
        lines = frozenset(line for some, _ in group for line in some)
        most = sum(reckoning.claimed[line.key] for line in lines)
        units = [sum(of_line[line.key] for line in lines) for of_line in counted]
        value = _worth(rule, sum(value for _, value in group), most, units, reckoning.facts)
        if value or Per.LINE not in rule.per:
            cells.append((lines, value))
    return cells


def _units(rule: Money, reckoning: Reckoning) -> list[dict[str, int]]:
    """Return, if the limit is by units of lines, how many of each line count."""
    of_line = [
        one
        for one in (rule.times if isinstance(rule, rules.Cap) else ())
        if one.unit is not Unit.HEAD
    ]
    if not of_line:
        return []
    counted = {line.key: 1 for line in reckoning.lines(rule)}
    for times in of_line:
        left = 10**9 if times.most is None else times.most
        for line in reckoning.lines(rule):
            if times.unit is Unit.PERSON:
                number = min(line.persons, left)
            else:
                number = min(int(quantity(Piece(times.unit), line)), left)
                left -= number
            counted[line.key] *= number
    return [counted]


def _worth(rule: Money, value: int, claimed: int, units: list[int], facts: Facts) -> int:
    if isinstance(rule, rules.Rate):
        return floor(value * _tier(rule, "rate", rule.rate, facts))
    if isinstance(rule, rules.Minimum):
        return 0 if value < rule.amount else value
    if isinstance(rule, rules.Rounding):
        return _rounded(rule, value, claimed)
    if isinstance(rule, rules.Clamp):
        most = _ceiling(rule, facts)
        return value if most is None else min(value, max(most, 0))
    limit = int(_tier(rule, "amount", rule.amount, facts)) * prod(units)
    heads = [times.most for times in rule.times if times.unit is Unit.HEAD]
    for most_heads in heads:
        limit *= min(facts.heads, facts.heads if most_heads is None else most_heads)
    return min(value, limit)


def _tier(
    rule: rules.Rate | rules.Cap, field: str, plain: Fraction | int | None, facts: Facts
) -> Fraction:
    if rule.by is None:
        return Fraction(plain or 0)
    number = measured(rule.by, facts)
    reached = [tier for tier in rule.tiers if number is None or number >= tier.least]
    chosen = min if number is None else (lambda some: some[-1])
    return Fraction(chosen([getattr(tier, field) for tier in reached]))


def _ceiling(rule: rules.Clamp, facts: Facts) -> int | None:
    if rule.to is Ceiling.BUDGET:
        return facts.budget_left
    paid = facts.already_paid if rule.to is Ceiling.REMAINING else 0
    return None if facts.granted is None else facts.granted - paid


def _rounded(rule: rules.Rounding, value: int, most: int) -> int:
    exact = Fraction(value, rule.unit)
    whole = {
        Mode.DOWN: floor(exact),
        Mode.NEAREST: floor(exact + Fraction(1, 2)),
        Mode.UP: -floor(-exact),
    }[rule.mode]
    return min(whole * rule.unit, most)
