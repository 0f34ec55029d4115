"""Staff accounts and their roles."""

from flask import Blueprint

from otameshi.accounts import models  # noqa: F401  # its tables

pages = Blueprint("people", __name__, url_prefix="/desk/people")
