"""What people do with a grant. No function here knows of pages or commits."""

from otameshi.grants.actions.applying import Draft, PlanLine, begin, save
from otameshi.grants.actions.deciding import apply, decide, take, withdraw
from otameshi.grants.actions.holding import frozen, smaller
from otameshi.grants.actions.reading import (
    budget_of,
    compared,
    decided_sum,
    groups_of,
    last_day_to_retract,
    last_note,
    listed,
    most_of,
    outlook,
    papers,
    prospect_of,
    rulebook_of,
    visible_to,
)

__all__ = [
    "Draft",
    "PlanLine",
    "apply",
    "begin",
    "budget_of",
    "compared",
    "decide",
    "decided_sum",
    "frozen",
    "groups_of",
    "last_day_to_retract",
    "last_note",
    "listed",
    "most_of",
    "outlook",
    "papers",
    "prospect_of",
    "rulebook_of",
    "save",
    "smaller",
    "take",
    "visible_to",
    "withdraw",
]
