"""Whose draft waits for a choice: begun in this browser, or taken here by its number."""

from flask import session

from otameshi.db import db
from otameshi.people import Guest
from otameshi.web import guests

TAKEN = "handover_taken"


def waiting() -> Guest | None:
    """Return the guest whose drafts wait beside those of the person who has signed in."""
    guest = guests.of_this_browser()
    if guest is None and TAKEN in session:
        guest = db.session.get(Guest, session[TAKEN])
    return guest
