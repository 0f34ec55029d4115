"""What the year's presence rules still ask of a stay that is under way, with the arithmetic.

The rules are those of the subsidy engine. At the end of the stay the two say the same: what is
needed here is what the engine then finds to be missing (a property of the tests).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from otameshi.participation.stay.measuring import MEASURES, Outlook, Stay
from otameshi.programme.rules import Terms
from otameshi.subsidy import Day, Rulebook
from otameshi.subsidy.rules import Names, Presence
from otameshi.subsidy.words import Count, How

__all__ = ["Need", "Outlook", "Stay", "presence", "standing"]


@dataclass(frozen=True, slots=True)
class Need:
    """One rule, for the group or one person: where it stands and what is still needed."""

    title: str
    article: str
    sentence: str
    outlook: Outlook
    so_far: str
    still: str = ""
    who: str = ""


def presence(rulebook: Rulebook | None, terms: Terms) -> tuple[Presence, ...]:
    """Return the rules about the stay: the rulebook's, and the year's 月の泊数 where it has none.

    What stands in the 募集要項 counts the nights of the 組 together, on the average of the months.
    """
    rules = rulebook.rules if rulebook else ()
    found = tuple(rule for rule in rules if isinstance(rule, Presence))
    if any(rule.count is Count.NIGHTS for rule in found) or terms.nights_a_month <= 0:
        return found
    asked = Presence(
        id="nights-a-month",
        label="月の泊数",
        article="募集要項",
        count=Count.NIGHTS,
        how=How.AVERAGE,
        least=Fraction(terms.nights_a_month),
        soft=terms.nights_soft,
    )
    return (*found, asked)


def standing(rulebook: Rulebook | None, terms: Terms, stay: Stay) -> tuple[Need, ...]:
    """Say of each rule about the stay what is reached, and what is still needed."""
    return tuple(
        _need(rule, name, stay, days)
        for rule in presence(rulebook, terms)
        for name, days in _people(rule, stay)
    )


def _people(rule: Presence, stay: Stay) -> Iterator[tuple[str, Sequence[Day]]]:
    inside = [day for day in stay.days if day.on in stay.trial]
    if not rule.each_person:
        yield "", inside
        return
    for name in stay.people:
        yield name, [day for day in inside if day.person == name]


def _need(rule: Presence, who: str, stay: Stay, days: Sequence[Day]) -> Need:
    outlook, so_far, still = MEASURES[rule.how](rule, stay, days)
    if outlook is Outlook.SHORT:
        still = f"{still}{_advice(rule)}"
    sentence = rule.sentence(Names())
    return Need(rule.title, rule.article, sentence, outlook, so_far, still, who)


def _advice(rule: Presence) -> str:
    judged = "概ねの条件なので、最後は県が事情を聞いて判断します。" if rule.soft else ""
    return f"記録していない日があれば、先に記録してください。{judged}"
