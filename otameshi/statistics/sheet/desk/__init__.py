"""The staff's pages of the 事業改善シート: the sheet of a year, and what is entered into it."""

from otameshi.statistics.sheet.desk import entering, viewing
from otameshi.statistics.sheet.desk.blueprint import pages

__all__ = ["entering", "pages", "viewing"]
