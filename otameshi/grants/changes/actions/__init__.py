"""What people do with a request under a grant. No function here knows of pages or commits."""

from otameshi.grants.changes.actions.asking import Draft, begin, hand_in, save
from otameshi.grants.changes.actions.deciding import take
from otameshi.grants.changes.actions.holding import bond
from otameshi.grants.changes.actions.reading import (
    altered,
    compared,
    last_note,
    listed,
    outlook,
    papers,
    terms_on,
    under,
    visible_to,
    why_approval,
)
from otameshi.grants.changes.actions.reckoning import labels, may_start_early
from otameshi.grants.changes.actions.starting import differs, start_for_members

__all__ = [
    "Draft",
    "altered",
    "begin",
    "bond",
    "compared",
    "differs",
    "hand_in",
    "labels",
    "last_note",
    "listed",
    "may_start_early",
    "outlook",
    "papers",
    "save",
    "start_for_members",
    "take",
    "terms_on",
    "under",
    "visible_to",
    "why_approval",
]
