"""What the same claims would cost under other rules, 組 by 組."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from otameshi.core.period import Period
from otameshi.core.yen import Yen, total
from otameshi.subsidy.assess import foresee
from otameshi.subsidy.assessment import Assessment
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.facts import Facts, Line
from otameshi.subsidy.words import money


@dataclass(frozen=True, slots=True)
class Difference:
    """One 組: what it would get under both, and which rules take how much under each."""

    key: str
    claimed: Yen
    before: Yen
    after: Yen
    reasons: tuple[str, ...]

    @property
    def change(self) -> Yen:
        return Yen(self.after - self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    rows: tuple[Difference, ...]
    before: Yen
    after: Yen

    @property
    def change(self) -> Yen:
        return Yen(self.after - self.before)


def compare(old: Rulebook, new: Rulebook, claims: Iterable[tuple[str, Facts]]) -> Comparison:
    """Judge the claims of the old year by both rulebooks.

    Only the rules are compared: 交付決定額 and 予算 of the old year are left out, evidence counts
    as given. Under the new rulebook every date moves by the years between the two.
    """
    rows = tuple(_row(old, new, key, facts) for key, facts in claims)
    return Comparison(rows, total(row.before for row in rows), total(row.after for row in rows))


def _row(old: Rulebook, new: Rulebook, key: str, facts: Facts) -> Difference:
    bare = replace(facts, granted=None, budget_left=None, already_paid=Yen(0))
    before = foresee(old, bare)
    after = foresee(new, moved(bare, new.fiscal_year - old.fiscal_year))
    return Difference(
        key, before.claimed, before.granted, after.granted, tuple(_reasons(before, after))
    )


def _reasons(before: Assessment, after: Assessment) -> Iterator[str]:
    """Yield the rules whose reductions differ, with both amounts."""
    old, new = _by_title(before), _by_title(after)
    if before.claimed != after.claimed:
        yield f"定額による請求額 {money(before.claimed)} → {money(after.claimed)}"
    for title in dict.fromkeys((*old, *new)):
        if old.get(title, 0) != new.get(title, 0):
            was, now = money(old.get(title, 0)), money(new.get(title, 0))
            yield f"{title}による減額 {was} → {now}"


def _by_title(assessment: Assessment) -> dict[str, int]:
    sums: dict[str, int] = {}
    for step in assessment.reductions:
        sums[step.title] = sums.get(step.title, 0) + step.reduction
    return sums


def moved(facts: Facts, years: int) -> Facts:
    """Return the facts with every date of the stay so many years later."""
    if not years:
        return facts
    return replace(
        facts,
        lines=tuple(_line(line, years) for line in facts.lines),
        trial=_period(facts.trial, years),
        decided_on=_maybe(facts.decided_on, years),
        early_from=_maybe(facts.early_from, years),
        applied_on=_maybe(facts.applied_on, years),
        reported_on=_maybe(facts.reported_on, years),
        stay=tuple(replace(day, on=_date(day.on, years)) for day in facts.stay),
        births=tuple(_date(born, years) for born in facts.births),
        holidays=frozenset(_date(day, years) for day in facts.holidays),
    )


def _line(line: Line, years: int) -> Line:
    return replace(
        line,
        incurred_on=_date(line.incurred_on, years),
        paid_on=_maybe(line.paid_on, years),
        used=_period(line.used, years) if line.used else None,
    )


def _period(period: Period, years: int) -> Period:
    return Period(_date(period.first, years), _date(period.last, years))


def _maybe(on: date | None, years: int) -> date | None:
    return None if on is None else _date(on, years)


def _date(on: date, years: int) -> date:
    """Return the same day of another year; 29 February becomes the 28th where there is none."""
    year = min(max(on.year + years, date.min.year), date.max.year)
    try:
        return on.replace(year=year)
    except ValueError:
        return on.replace(year=year, day=28)
