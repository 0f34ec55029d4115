"""The staff's pages of grants."""

from flask import Blueprint

from otameshi.grants import models  # noqa: F401  # its tables

pages = Blueprint("grants_desk", __name__, url_prefix="/desk/grants")
