"""What is known of a group, laid together from facts that each have their day. No database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from otameshi.followup.retention.past import Asked

Value = TypeVar("Value")
Steps = Sequence[tuple[date, Value]]  # what is so from which day on, in the order it was recorded


@dataclass(frozen=True, slots=True)
class Facts:
    """A group's part in the year: each fact with the days on which it was recorded."""

    key: int
    takes_part: Steps[bool]
    people: Steps[int]
    subsidised: Steps[bool] = ()
    asked: Steps[int] = ()  # each place from the day on which it was asked


def value_on(steps: Steps[Value], day: date, otherwise: Value) -> Value:
    """Return what was recorded last by the end of a day."""
    return next((value for on, value in reversed(steps) if on <= day), otherwise)


def over_time(facts: Facts) -> list[Asked]:
    """Return the group as it was known from each day on which something was recorded of it."""
    every = (facts.takes_part, facts.people, facts.subsidised, facts.asked)
    days = sorted({on for steps in every for on, _ in steps})
    return [
        Asked(
            key=facts.key,
            people=value_on(facts.people, day, 0),
            subsidised=value_on(facts.subsidised, day, otherwise=False),
            places=tuple(sorted({place for on, place in facts.asked if on <= day})),
            on=day,
            takes_part=value_on(facts.takes_part, day, otherwise=False),
        )
        for day in days
    ]


def heads(now: int, begun: date, joined: Iterable[date]) -> Steps[int]:
    """Return 名 from the acceptance on, as members joined; who leaves has still taken part."""
    later = sorted(joined)
    first = now - len(later)
    return [(begun, first), *((on, first + n) for n, on in enumerate(later, start=1))]
