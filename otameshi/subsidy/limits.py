"""The limit of a whole claim, known before anything is spent."""

from otameshi.core.yen import Yen
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.rules import Cap
from otameshi.subsidy.words import Measure, Unit


def cap(rulebook: Rulebook, heads: int, cohort_heads: int | None) -> Yen | None:
    """Return 上限額 of a 組 of so many people, or None where the programme sets none.

    While the year's number of participants is unknown it is the lower one.
    """
    limits = [_whole(rule, heads, cohort_heads) for rule in _caps(rulebook)]
    return min(limits) if limits else None


def cap_per_person(rulebook: Rulebook, cohort_heads: int | None) -> Yen | None:
    """Return 1人当たりの上限額, or None where the programme sets none."""
    return cap(rulebook, 1, cohort_heads)


def _caps(rulebook: Rulebook) -> list[Cap]:
    known = {None, Measure.COHORT, Measure.HEADS}
    return [
        rule for rule in rulebook.rules if isinstance(rule, Cap) and rule.whole and rule.by in known
    ]


def _whole(rule: Cap, heads: int, cohort_heads: int | None) -> Yen:
    single = rule.single(heads if rule.by is Measure.HEADS else cohort_heads)
    return Yen(single * rule.heads(heads)) if Unit.HEAD in rule.times else single
