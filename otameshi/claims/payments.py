"""The treasurer's pages."""

from flask import Blueprint

pages = Blueprint("payments", __name__, url_prefix="/desk/payments")
