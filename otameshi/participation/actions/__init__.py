"""What people do with a place. No function here knows of pages or commits."""

from otameshi.participation.actions.accepting import accept, decline
from otameshi.participation.actions.changing import finish, leave, member_left, rebase, redate
from otameshi.participation.actions.declining import cancel, record_decline
from otameshi.participation.actions.reading import (
    cohort_heads,
    listed,
    visible_to,
    waiting_for_acceptance,
)

__all__ = [
    "accept",
    "cancel",
    "cohort_heads",
    "decline",
    "finish",
    "leave",
    "listed",
    "member_left",
    "rebase",
    "record_decline",
    "redate",
    "visible_to",
    "waiting_for_acceptance",
]
