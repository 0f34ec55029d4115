"""Who did what, when and why."""

from flask import Blueprint

pages = Blueprint("history", __name__, url_prefix="/desk/history")
