"""What people do in the selection. No function here knows of pages or commits."""

from otameshi.selection.actions.assigning import assign, assign_all, release
from otameshi.selection.actions.deciding import (
    decide,
    decide_all,
    decline,
    preview,
    promote,
    send_back,
)
from otameshi.selection.actions.pile import judge, judge_all, open_pile
from otameshi.selection.actions.proposing import propose, propose_all, sketch
from otameshi.selection.actions.reading import (
    board,
    counts,
    effect_of,
    of_call,
    progress,
    reviewers,
    sheets_of,
    visible_to,
)
from otameshi.selection.actions.scoring import abstain, finish, keep, recuse, reopen, save

__all__ = [
    "abstain",
    "assign",
    "assign_all",
    "board",
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
    "promote",
    "propose",
    "propose_all",
    "recuse",
    "release",
    "reopen",
    "reviewers",
    "save",
    "send_back",
    "sheets_of",
    "sketch",
    "visible_to",
]
