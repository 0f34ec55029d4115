"""Values that depend on a count: people, nights, months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.core.yen import Yen
from otameshi.subsidy.calendar import length, months
from otameshi.subsidy.facts import Facts
from otameshi.subsidy.words import COUNTER, Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """From `least` to `most`, both included; without `most` there is no end."""

    least: int
    most: int | None = None
    amount: Yen | None = None
    rate: Fraction | None = None

    def __contains__(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)

    def words(self, measure: Measure) -> str:
        counter = COUNTER[measure]
        if self.most is None:
            return f"{self.least}{counter}以上"
        most = f"{self.most}{counter}"
        return f"{self.least}～{most}" if self.least else f"{most}以下"


def count(measure: Measure, facts: Facts) -> int | None:
    """Return the count a tier is looked up by, or None when it is not known yet."""
    stay = facts.stay
    counts = {
        Measure.HEADS: facts.heads,
        Measure.COHORT: facts.cohort_heads,
        Measure.NIGHTS: len({day.on for day in stay if day.night}) if stay else None,
        Measure.DAYS: len({day.on for day in stay if day.present}) if stay else None,
        Measure.MONTHS: months(facts.trial),
        Measure.LENGTH: length(facts.trial),
    }
    return counts[measure]


def known(measure: Measure, number: int) -> str:
    return f"（{measure.label}{number}{COUNTER[measure]}）"


def gaps(tiers: Sequence[Tier]) -> Iterator[tuple[str, str]]:
    """Yield where tiers overlap, leave a gap, or cannot be reached."""
    for i, tier in enumerate(tiers):
        place = f"tiers.{i}"
        if tier.most is not None and tier.most < tier.least:
            message = f"most（{tier.most}）が least（{tier.least}）より小さくなっています。"
            yield f"{place}.most", f"{message}least 以上にしてください。"
        if i == 0:
            continue
        end = tiers[i - 1].most
        if end is None:
            yield (
                place,
                "前の段に most がないため、この段には届きません。前の段に most を書いてください。",
            )
        elif tier.least != end + 1:
            word = "重なっています" if tier.least <= end else "間が空いています"
            message = f"前の段（{end} まで）と{word}。least を {end + 1} にしてください。"
            yield f"{place}.least", message
