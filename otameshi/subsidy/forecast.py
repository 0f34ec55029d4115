"""What an applicant sees before the stay: how much it could be, and what that depends on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from otameshi.core.yen import Yen
from otameshi.subsidy.assess import foresee
from otameshi.subsidy.assessment import Assessment, Limit
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.facts import Facts
from otameshi.subsidy.rules import Cap, Rate
from otameshi.subsidy.tiers import Tier
from otameshi.subsidy.words import Measure


@dataclass(frozen=True, slots=True)
class Estimate:
    """From `low` to `high`, which differ while the number of participants is not known."""

    low: Yen
    high: Yen
    assessment: Assessment

    @property
    def certain(self) -> bool:
        return self.low == self.high


def estimate(rulebook: Rulebook, facts: Facts) -> Estimate:
    """Judge a plan. What is still unknown is a remark; `assessment` shows the lowest case."""
    if facts.cohort_heads is not None:
        only = foresee(rulebook, facts)
        return Estimate(only.granted, only.granted, only)
    cases = [
        foresee(rulebook, replace(facts, cohort_heads=heads)).granted for heads in _steps(rulebook)
    ]
    lowest = foresee(rulebook, facts)
    amounts = [lowest.granted, *cases]
    return Estimate(min(amounts), max(amounts), lowest)


def remaining(rulebook: Rulebook, facts: Facts) -> tuple[Limit, ...]:
    """Return every limit of several lines together, with what is used of it and what is left."""
    return foresee(rulebook, facts).limits


def cohort_step(rulebook: Rulebook, cohort_heads: int) -> int:
    """Return the number of participants up to which nothing changes, going down from this one."""
    ends = {tier.most + 1 for tier in _tiers(rulebook) if tier.most is not None}
    return max((end for end in ends | _steps(rulebook) if end <= cohort_heads), default=0)


def _steps(rulebook: Rulebook) -> set[int]:
    """Return one number of participants from each tier that depends on it."""
    return {tier.least for tier in _tiers(rulebook)}


def _tiers(rulebook: Rulebook) -> Iterator[Tier]:
    for rule in rulebook.rules:
        if isinstance(rule, Cap | Rate) and rule.by is Measure.COHORT:
            yield from rule.tiers
