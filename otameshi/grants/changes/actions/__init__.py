"""What people do with a request under a grant. No function here knows of pages or commits."""

from otameshi.grants.changes.actions.asking import Draft, begin, hand_in, save
from otameshi.grants.changes.actions.deciding import differs, start_for_members, take
from otameshi.grants.changes.actions.holding import bond
from otameshi.grants.changes.actions.reading import (
    compared,
    foreseen,
    labels,
    last_note,
    listed,
    outlook,
    papers,
    staying,
    under,
    visible_to,
    why_approval,
)

__all__ = [
    "Draft",
    "begin",
    "bond",
    "compared",
    "differs",
    "foreseen",
    "hand_in",
    "labels",
    "last_note",
    "listed",
    "outlook",
    "papers",
    "save",
    "start_for_members",
    "staying",
    "take",
    "under",
    "visible_to",
    "why_approval",
]
