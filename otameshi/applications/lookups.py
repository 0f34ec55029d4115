"""What the scripts of the pages ask while somebody types."""

from flask import Blueprint, Response, abort, jsonify

from otameshi.applications import postcodes
from otameshi.core.roles import ANYONE
from otameshi.web.access import needs

pages = Blueprint("lookups", __name__, url_prefix="/applications")


@pages.get("/postcodes/<code>")
@needs(ANYONE)
def postcode(code: str) -> Response:
    """Send the places of a 郵便番号 of seven digits; a code that nobody has gives none."""
    if not postcodes.CODE.fullmatch(code):
        abort(404)
    found = [
        {"prefecture": one.prefecture, "address": one.address, "label": one.label}
        for one in postcodes.places(code)
    ]
    return jsonify(places=found)
