"""The staff's pages of participations: the year's groups, and what changes while they stay."""

from otameshi.participation.desk import changing, group, leaving, listing
from otameshi.participation.desk.blueprint import pages

__all__ = ["changing", "group", "leaving", "listing", "pages"]
