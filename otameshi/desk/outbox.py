"""Every letter, its state, its text as sent."""

from flask import Blueprint

pages = Blueprint("outbox", __name__, url_prefix="/desk/outbox")
