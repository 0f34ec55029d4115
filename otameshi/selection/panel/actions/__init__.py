"""What is done around the panel of a call. No function here knows of pages or commits."""

from otameshi.selection.panel.actions.bench import bench, seat_of, seats_of, served
from otameshi.selection.panel.actions.opening import (
    Absence,
    absent,
    may_open,
    note_refused,
    why_closed,
)

__all__ = [
    "Absence",
    "absent",
    "bench",
    "may_open",
    "note_refused",
    "seat_of",
    "seats_of",
    "served",
    "why_closed",
]
