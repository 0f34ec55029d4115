"""Retention and the 事業改善シート."""

from flask import Blueprint

from otameshi.statistics import models  # noqa: F401  # its tables

pages = Blueprint("statistics", __name__, url_prefix="/desk/statistics")
