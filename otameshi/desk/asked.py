"""What a search form of the desk asked for."""

from flask import request

from otameshi.web.forms import CONTROL

LONGEST = 100


def asked(name: str) -> str:
    """Return one field of the address, without what no database takes and nobody types."""
    return CONTROL.sub("", request.args.get(name, "")).strip()[:LONGEST]
