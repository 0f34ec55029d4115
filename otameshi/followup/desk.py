"""Waves, answers and reminders."""

from flask import Blueprint

from otameshi.followup import models  # noqa: F401  # its tables

pages = Blueprint("followup_desk", __name__, url_prefix="/desk/followup")
