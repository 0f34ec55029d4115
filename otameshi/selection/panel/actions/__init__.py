"""What is done around the panel of a call. No function here knows of pages or commits."""

from otameshi.selection.panel.actions.assigning import (
    Assigned,
    assign,
    assign_all,
    free_for,
    release,
)
from otameshi.selection.panel.actions.bench import Bench, bench, near, seat_of, seats_of, served
from otameshi.selection.panel.actions.leaving import finished_sheets, hand_on, leave, open_sheets
from otameshi.selection.panel.actions.opening import (
    Absence,
    absent,
    may_open,
    note_refused,
    why_closed,
)
from otameshi.selection.panel.actions.seats import (
    Answer,
    Terms,
    accept,
    again,
    change,
    consent_again,
    decline,
    invite,
    join,
    known,
    open_to,
    resign,
    withdraw,
)
from otameshi.selection.panel.actions.ties import declare, rule, take_back

__all__ = [
    "Absence",
    "Answer",
    "Assigned",
    "Bench",
    "Terms",
    "absent",
    "accept",
    "again",
    "assign",
    "assign_all",
    "bench",
    "change",
    "consent_again",
    "declare",
    "decline",
    "finished_sheets",
    "free_for",
    "hand_on",
    "invite",
    "join",
    "known",
    "leave",
    "may_open",
    "near",
    "note_refused",
    "open_sheets",
    "open_to",
    "release",
    "resign",
    "rule",
    "seat_of",
    "seats_of",
    "served",
    "take_back",
    "why_closed",
    "withdraw",
]
