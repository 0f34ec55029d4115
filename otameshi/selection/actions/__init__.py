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
from otameshi.selection.actions.scoring import finish, recuse, save

__all__ = [
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
    "of_call",
    "open_pile",
    "preview",
    "progress",
    "promote",
    "propose",
    "propose_all",
    "recuse",
    "release",
    "reviewers",
    "save",
    "send_back",
    "sheets_of",
    "sketch",
    "visible_to",
]
