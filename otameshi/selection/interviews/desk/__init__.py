"""The office's pages of the interviews: setting up, inviting, one interview, the day's sheet."""

from otameshi.selection.interviews.desk import bookings, days, inviting, rounds
from otameshi.selection.interviews.desk.blueprint import pages

__all__ = ["bookings", "days", "inviting", "pages", "rounds"]
