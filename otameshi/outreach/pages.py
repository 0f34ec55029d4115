"""Gatherings, for anyone."""

from flask import Blueprint

from otameshi.outreach import models  # noqa: F401  # its tables

pages = Blueprint("outreach", __name__, url_prefix="/gatherings")
