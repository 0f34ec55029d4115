"""The applicant's and participant's own page."""

from flask import Blueprint

pages = Blueprint("my", __name__, url_prefix="/my")
