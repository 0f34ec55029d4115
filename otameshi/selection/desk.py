"""Eligibility, assignment, ranking and decision."""

from flask import Blueprint

from otameshi.selection import models  # noqa: F401  # its tables

pages = Blueprint("selection_desk", __name__, url_prefix="/desk/selection")
