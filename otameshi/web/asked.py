"""What an address asks for, without what nobody types and no database takes."""

from flask import request

from otameshi.web.forms import CONTROL, is_number

LONGEST = 100
YEAR = 4  # digits


def asked(name: str) -> str:
    """Return one field of the address as words to look for."""
    return CONTROL.sub("", request.args.get(name, "")).strip()[:LONGEST]


def asked_year() -> int | None:
    """Return the 年度 that is asked for, unless it is none."""
    typed = request.args.get("year", "")
    return int(typed) if len(typed) == YEAR and is_number(typed) else None


def asked_key(name: str) -> int | None:
    """Return the number of the row that is asked for, unless no row can have it."""
    typed = request.args.get(name, "")
    return int(typed) if is_number(typed) else None
