"""The limit of a whole claim, known before anything is spent."""

from otameshi.core.yen import Yen
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.rules import Cap
from otameshi.subsidy.words import Measure


def cap(rulebook: Rulebook, heads: int, cohort_heads: int | None) -> Yen | None:
    """Return 上限額 of a 組 of so many people, or None where the programme sets none.

    While the year's number of participants is unknown it is the lower one.
    """
    limits = [
        rule.for_heads(heads, heads if rule.by is Measure.HEADS else cohort_heads)
        for rule in rulebook.rules
        if isinstance(rule, Cap) and rule.whole
    ]
    return min(limits) if limits else None


def cap_per_person(rulebook: Rulebook, cohort_heads: int | None) -> Yen | None:
    """Return 1人当たりの上限額, or None where the programme sets none."""
    return cap(rulebook, 1, cohort_heads)
