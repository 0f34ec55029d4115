"""What people do with a place. No function here knows of pages or commits."""

from otameshi.participation.actions.accepting import accept, decline
from otameshi.participation.actions.changing import (
    Joining,
    finish,
    leave,
    member_joined,
    member_left,
    rebase,
    record_contract,
    redate,
)
from otameshi.participation.actions.declining import cancel, record_decline
from otameshi.participation.actions.reading import (
    cohort_heads,
    listed,
    visible_to,
    waiting_for_acceptance,
)

__all__ = [
    "Joining",
    "accept",
    "cancel",
    "cohort_heads",
    "decline",
    "finish",
    "leave",
    "listed",
    "member_joined",
    "member_left",
    "rebase",
    "record_contract",
    "record_decline",
    "redate",
    "visible_to",
    "waiting_for_acceptance",
]
