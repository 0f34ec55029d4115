"""Waves, answers and reminders, for the office."""

from otameshi.followup.desk import replies, surveys
from otameshi.followup.desk.blueprint import pages

__all__ = ["pages", "replies", "surveys"]
