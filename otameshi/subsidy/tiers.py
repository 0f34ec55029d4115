"""Values that depend on a count: people, nights, months."""

from dataclasses import dataclass
from fractions import Fraction

from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy.facts import Facts
from otameshi.subsidy.words import COUNTER, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From `least` to `most`, both included; without `most` there is no end."""

    least: int
    most: int | None = None
    amount: Yen | None = None
    rate: Fraction | None = None

    def __contains__(self, count: int) -> bool:
        return self.least <= count and (self.most is None or count <= self.most)

    def words(self, measure: Measure) -> str:
        counter = COUNTER[measure]
        if self.most is None:
            return f"{self.least}{counter}以上"
        most = f"{self.most}{counter}"
        return f"{self.least}～{most}" if self.least else f"{most}以下"


def months(period: Period) -> int:
    """Return the months a period lasts; a part of a month counts as one (8月15日～2月14日 = 6)."""
    first, last = period.first, period.last
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole + (last.day >= first.day)


def count(measure: Measure, facts: Facts) -> int | None:
    """Return the count a tier is looked up by, or None when it is not known yet."""
    match measure:
        case Measure.HEADS:
            return facts.heads
        case Measure.COHORT:
            return facts.cohort_heads
        case Measure.NIGHTS:
            return len({day.on for day in facts.stay if day.night})
        case Measure.DAYS:
            return len({day.on for day in facts.stay if day.present})
        case Measure.MONTHS:
            return months(facts.trial)
