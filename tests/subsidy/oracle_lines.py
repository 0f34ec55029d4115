"""The second opinion on single lines: which of them stay, and what they are worth."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from otameshi.core.period import Period
from otameshi.subsidy import Facts, Line, rules
from otameshi.subsidy.words import By, Doubt, Piece, Span, Which, Within

DAY = timedelta(1)


def days(period: Period) -> Iterator[date]:
    on = period.first
    while on <= period.last:
        yield on
        on += DAY


def quantity(unit: Piece, line: Line) -> Fraction:
    return {
        Piece.KM: line.km,
        Piece.LINE: Fraction(1),
        Piece.NIGHT: Fraction(line.nights),
        Piece.DAY: Fraction(line.days),
        Piece.DAY24: Fraction((line.hours + 23) // 24),
        Piece.MONTH: Fraction(line.months),
    }[unit]


def inside(rule: rules.Window, line: Line, facts: Facts) -> bool:
    if rule.unless and facts.conditions.get(rule.unless, False):
        return True
    if rule.within is Within.DECISION and facts.decided_on is None:
        return True
    on = line.incurred_on if rule.which is Which.INCURRED else line.paid_on
    if on is None or (rule.first and on < rule.first) or (rule.last and on > rule.last):
        return False
    if rule.within is Within.DECISION:
        since = [facts.early_from] if rule.unless else []
        return any(day is None or on >= day for day in (facts.decided_on, *filter(None, since)))
    if rule.within is Within.FIXED:
        return True
    late = (on - facts.trial.last).days - rule.days_after
    early = (facts.trial.first - on).days - rule.days_before
    return late <= 0 and early <= 0


def black(rule: rules.Blackout, on: date) -> bool:
    """Whether a day is one of those on which nothing is paid; both lists are known here."""
    if rule.days[0].first == "08-13":
        return on.month == 8 and 13 <= on.day <= 16
    return (on.month == 12 and on.day >= 29) or (on.month == 1 and on.day <= 3)


def lit(rule: rules.Blackout, line: Line, facts: Facts) -> bool:
    if rule.of is Span.INCURRED:
        return not black(rule, line.incurred_on)
    if rule.of is Span.TRIAL:
        return not any(black(rule, on) for on in days(facts.trial))
    return not any(black(rule, one.on) for one in facts.stay if one.present)


def answered(rule: rules.Condition, _: Line, facts: Facts) -> bool:
    return facts.conditions.get(rule.key, rule.expect) == rule.expect


def proved(rule: rules.Evidence, line: Line, _: Facts) -> bool:
    shown = [paper in line.evidence for paper in rule.needs]
    return line.amount < rule.least or (any(shown) if rule.any_of else all(shown))


def held(rule: rules.Open, _: Line, __: Facts) -> bool:
    return rule.effect is not Doubt.HOLD


def looked_at(_: rules.Judgement, __: Line, ___: Facts) -> bool:
    return True


KEEPS: dict[type, Callable[[Any, Line, Facts], bool]] = {
    rules.Window: inside,
    rules.Blackout: lit,
    rules.Condition: answered,
    rules.Evidence: proved,
    rules.Judgement: looked_at,
    rules.Open: held,
}


def net(rule: rules.Net, line: Line, value: int, _: Facts) -> Fraction:
    if not line.supported:
        return Fraction(value)
    return Fraction(0) if rule.exclude else Fraction(max(value - line.supported, 0))


def part(rule: rules.Prorate, line: Line, value: int, facts: Facts) -> Fraction:
    if rule.by is By.BUSINESS:
        return value * line.business
    if rule.by is By.PEOPLE:
        users = line.persons or 1
        return Fraction(value * min(facts.heads, users), users)
    if line.used is None:
        return Fraction(value)
    whole = [*days(line.used)]
    taken = [on for on in whole if on in facts.trial]
    if rule.by is By.HALF_MONTHS:
        halves, counted = (
            {(on.year, on.month, on.day > 15) for on in some} for some in (whole, taken)
        )
        return Fraction(value * len(counted), len(halves))
    return Fraction(value * len(taken), len(whole))


WORTH: dict[type, Callable[[Any, Line, int, Facts], Fraction]] = {
    rules.Net: net,
    rules.Prorate: part,
}
