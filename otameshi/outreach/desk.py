"""Gatherings, for staff."""

from flask import Blueprint

from otameshi.outreach import models  # noqa: F401  # its tables

pages = Blueprint("outreach_desk", __name__, url_prefix="/desk/gatherings")
