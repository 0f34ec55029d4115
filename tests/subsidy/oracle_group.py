"""The second opinion on the group: who meets the conditions, and which visits count."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from otameshi.subsidy import Day, Facts, Line, rules
from otameshi.subsidy.words import Again, Count, Deed, How, Measure
from tests.subsidy.oracle_lines import days


def measured(measure: Measure, facts: Facts) -> int | None:
    if measure in {Measure.NIGHTS, Measure.DAYS} and not facts.stay:
        return None
    return {
        Measure.HEADS: facts.heads,
        Measure.COHORT: facts.cohort_heads,
        Measure.NIGHTS: len({one.on for one in facts.stay if one.night}),
        Measure.DAYS: len({one.on for one in facts.stay if one.present}),
        Measure.MONTHS: _months(facts),
        Measure.LENGTH: len([*days(facts.trial)]),
    }[measure]


def _months(facts: Facts) -> int:
    """Count the days that begin a month of the trial; trials here begin early in a month."""
    return sum(1 for on in days(facts.trial) if on.day == facts.trial.first.day)


def _forgiven(rule: Any, short: Fraction | int) -> bool:
    return bool(rule.soft) and (rule.tolerance is None or short <= rule.tolerance)


def _between(rule: Any, number: int) -> bool:
    short = max(
        0 if rule.least is None else rule.least - number,
        0 if rule.most is None else number - rule.most,
        0,
    )
    return short == 0 or _forgiven(rule, short)


def _range(rule: rules.Range, facts: Facts) -> bool:
    number = measured(rule.measure, facts)
    return number is None or _between(rule, number)


def _age(rule: rules.Age, facts: Facts) -> bool:
    return all(
        _between(
            rule, rule.on.year - born.year - (rule.on.timetuple()[1:3] < born.timetuple()[1:3])
        )
        for born in facts.births
    )


def _uses(rule: rules.Uses, facts: Facts) -> bool:
    before = {
        Again.YEAR: facts.prior.this_year,
        Again.LIFE: facts.prior.life,
        Again.HOUSEHOLD: facts.prior.household,
    }[rule.within]
    return before < rule.most


def _deadline(rule: rules.Deadline, facts: Facts) -> bool:
    done = facts.applied_on if rule.of is Deed.APPLIED else facts.reported_on
    if done is None:
        return True
    if rule.last and done > rule.last:
        return False
    if rule.days is None:
        return True
    if rule.of is Deed.REPORTED:
        return (done - facts.trial.last).days <= rule.days
    between = [done + timedelta(number) for number in range((facts.trial.first - done).days)]
    if rule.working_days:
        between = [on for on in between if on.isoweekday() < 6 and on not in facts.holidays]
    return done <= facts.trial.first and len(between) >= rule.days


def _number(rule: rules.Presence, some: Iterable[Day]) -> int:
    if rule.count is Count.WORK_HOURS:
        return sum(one.work_hours for one in some)
    counts = {
        Count.NIGHTS: lambda one: one.night,
        Count.DAYS: lambda one: one.present,
        Count.WORK_DAYS: lambda one: one.work_hours > 0,
    }[rule.count]
    return len({one.on for one in some if counts(one)})


def _logs(rule: rules.Presence, facts: Facts) -> list[tuple[str | None, list[Day]]]:
    log = [one for one in facts.stay if one.on in facts.trial]
    if not rule.each_person:
        return [(None, log)]
    people = {one.person for one in facts.stay}
    return [(name, [one for one in log if one.person == name]) for name in people]


def _stretches(rule: rules.Presence, facts: Facts) -> list[set[date]]:
    """Return whole calendar months, or whole weeks from the first day, that lie in the trial."""
    trial = [*days(facts.trial)]
    if rule.how is How.EACH_WEEK:
        return [set(trial[at : at + 7]) for at in range(0, len(trial) - 6, 7)]
    firsts = [on for on in trial if on.day == 1]
    months = [{on for on in trial if on.replace(day=1) == first} for first in firsts]
    return [some for some in months if (max(some) + timedelta(1)).day == 1]


def _had(rule: rules.Presence, facts: Facts, log: Sequence[Day]) -> Fraction:
    if rule.how in {How.EACH_MONTH, How.EACH_WEEK}:
        parts = [[one for one in log if one.on in some] for some in _stretches(rule, facts)]
        return Fraction(min((_number(rule, part) for part in parts), default=10**9))
    if rule.how is How.CONSECUTIVE:
        counted = {one.on for one in log if _number(rule, [one])}
        run = best = 0
        for on in days(facts.trial):
            run = run + 1 if on in counted else 0
            best = max(best, run)
        return Fraction(best)
    present = len({one.on for one in log if one.present})
    over = {
        How.TOTAL: 1,
        How.AVERAGE: _months(facts),
        How.OF_TRIAL: len([*days(facts.trial)]),
        How.OF_STAY: max(present, 1),
    }[rule.how]
    return Fraction(_number(rule, log), over)


def _presence(rule: rules.Presence, facts: Facts) -> bool:
    if not facts.stay:
        return True
    short = [rule.least - _had(rule, facts, log) for _, log in _logs(rule, facts)]
    return all(by <= 0 or _forgiven(rule, by) for by in short)


GROUP: dict[type, Callable[[Any, Facts], bool]] = {
    rules.Range: _range,
    rules.Age: _age,
    rules.Uses: _uses,
    rules.Deadline: _deadline,
    rules.Presence: _presence,
}


def short_visits(rule: rules.Presence, facts: Facts, lines: Iterable[Line]) -> set[Line]:
    """Return the lines of visits that fall short; only those of people who keep a log.

    What names nobody belongs to all who made the visit, and is lost where nobody made it.
    """
    gone: set[Line] = set()
    if not facts.stay:
        return gone
    made = {one.visit for one in facts.stay if one.on in facts.trial}
    for name, log in _logs(rule, facts):
        for line in lines:
            mine = [one for one in log if one.visit == line.visit]
            anybodys = line.person == "" and (bool(mine) or line.visit not in made)
            whose = name is None or line.person == name or anybodys
            short = rule.least - _number(rule, mine)
            if line.visit is not None and whose and short > 0 and not _forgiven(rule, short):
                gone.add(line)
    return gone


def surplus(rule: rules.Visits, lines: Sequence[Line]) -> set[Line] | None:
    """Return the lines of visits beyond the most, or None where somebody came too rarely."""
    gone: set[Line] = set()
    for person in {line.person for line in lines}:
        mine = [line for line in lines if line.person == person and line.visit is not None]
        begun = {
            line.visit: min(other.incurred_on for other in mine if other.visit == line.visit)
            for line in mine
        }
        visits = sorted(begun, key=lambda number: (begun[number], number or 0))
        short = (rule.least or 0) - len(visits)
        if visits and short > 0 and not _forgiven(rule, short):
            return None
        late = visits[rule.most :] if rule.most is not None else []
        gone |= {line for line in mine if line.visit in late}
    return gone
