"""The staff's pages of participations."""

from flask import Blueprint

from otameshi.participation import models  # noqa: F401  # its tables

pages = Blueprint("participation_desk", __name__, url_prefix="/desk/participation")
