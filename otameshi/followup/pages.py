"""The survey by personal link."""

from flask import Blueprint

from otameshi.followup import models  # noqa: F401  # its tables

pages = Blueprint("followup", __name__, url_prefix="/survey")
