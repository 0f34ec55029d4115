"""The staff's pages of the selection: 形式審査, assignment, ranking, decision."""

from otameshi.selection.desk import (
    board,
    calls,
    candidates,
    decision,
    places,
    scenarios,
    scoring,
    screening,
    withdrawing,
)
from otameshi.selection.desk.blueprint import pages

__all__ = [
    "board",
    "calls",
    "candidates",
    "decision",
    "pages",
    "places",
    "scenarios",
    "scoring",
    "screening",
    "withdrawing",
]
