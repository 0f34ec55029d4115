"""Signing up, in and out."""

from flask import Blueprint

from otameshi.accounts import models  # noqa: F401  # its tables

pages = Blueprint("accounts", __name__, url_prefix="/accounts")
