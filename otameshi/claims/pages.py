"""A group's costs, report and invoice."""

from flask import Blueprint

from otameshi.claims import models  # noqa: F401  # its tables

pages = Blueprint("claims", __name__, url_prefix="/claims")
