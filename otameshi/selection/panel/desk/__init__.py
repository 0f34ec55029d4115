"""The office's pages of the panel: seats, secrecy, conflicts, who has what."""

from otameshi.selection.panel.desk import conflicts, matrix, seats, secrecy
from otameshi.selection.panel.desk.blueprint import pages

__all__ = ["conflicts", "matrix", "pages", "seats", "secrecy"]
