"""The reviewer's pages."""

from flask import Blueprint

pages = Blueprint("review", __name__, url_prefix="/review")
