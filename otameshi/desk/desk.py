"""Today: what waits for me."""

from flask import Blueprint

pages = Blueprint("desk", __name__, url_prefix="/desk")
