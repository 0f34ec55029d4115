"""The programme year and what is set for it."""

from flask import Blueprint

from otameshi.programme import models  # noqa: F401  # its tables

pages = Blueprint("programme_desk", __name__, url_prefix="/desk/years")
