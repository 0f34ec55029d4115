"""What people do in the selection. No function here knows of pages or commits."""

from otameshi.selection.actions.deciding import (
    decide,
    decide_all,
    decline,
    preview,
    record_decline,
    send_back,
    send_back_all,
    step_back,
)
from otameshi.selection.actions.pile import clean, judge, judge_all, open_pile
from otameshi.selection.actions.proposing import propose, propose_all
from otameshi.selection.actions.reading import (
    counts,
    effect_of,
    of_call,
    progress,
    sheets_of,
    visible_to,
)
from otameshi.selection.actions.scoring import abstain, finish, keep, recuse, reopen, save
from otameshi.selection.actions.withdrawing import withdraw_for

__all__ = [
    "abstain",
    "clean",
    "counts",
    "decide",
    "decide_all",
    "decline",
    "effect_of",
    "finish",
    "judge",
    "judge_all",
    "keep",
    "of_call",
    "open_pile",
    "preview",
    "progress",
    "propose",
    "propose_all",
    "record_decline",
    "recuse",
    "reopen",
    "save",
    "send_back",
    "send_back_all",
    "sheets_of",
    "step_back",
    "visible_to",
    "withdraw_for",
]
