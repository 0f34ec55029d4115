"""The applicant's pages of an application."""

from flask import Blueprint

from otameshi.applications import models  # noqa: F401  # its tables

pages = Blueprint("applications", __name__, url_prefix="/applications")
