"""The staff's pages after the decision: notices, the waiting list, changes, minutes."""

from otameshi.selection.decision.desk import changes, line, minutes, notices
from otameshi.selection.decision.desk.blueprint import pages

__all__ = ["changes", "line", "minutes", "notices", "pages"]
