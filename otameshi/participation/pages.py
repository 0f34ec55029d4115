"""A selected group takes its place."""

from flask import Blueprint

from otameshi.participation import models  # noqa: F401  # its tables

pages = Blueprint("participation", __name__, url_prefix="/participation")
