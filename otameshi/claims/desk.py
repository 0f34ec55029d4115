"""The claims desk."""

from flask import Blueprint

from otameshi.claims import models  # noqa: F401  # its tables

pages = Blueprint("claims_desk", __name__, url_prefix="/desk/claims")
