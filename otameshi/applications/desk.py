"""The staff's pages of applications."""

from flask import Blueprint

from otameshi.applications import models  # noqa: F401  # its tables

pages = Blueprint("applications_desk", __name__, url_prefix="/desk/applications")
