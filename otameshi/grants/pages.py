"""A group's 交付申請."""

from flask import Blueprint

from otameshi.grants import models  # noqa: F401  # its tables

pages = Blueprint("grants", __name__, url_prefix="/grants")
