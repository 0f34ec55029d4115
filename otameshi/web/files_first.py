"""Files are looked into before a writer's turn begins, so that nobody waits for a large one."""

from itertools import islice

from flask import Flask, request

from otameshi.db import db, reading
from otameshi.files import gate
from otameshi.web import arrival
from otameshi.web.access import actor
from otameshi.web.transaction import brings_files

# More at once are left to the action, which refuses them by their number.
MOST_LOOKED_AT = 12


def look() -> None:
    """Read the form of a person who is let in, look into its files, and let the writing begin."""
    if request.method != "POST" or request.endpoint is None or not brings_files():
        return
    sent = [file for _, file in request.files.items(multi=True) if file.filename]
    known = actor().id is not None  # for a stranger nothing is looked into
    arrival.whole()
    db.session.rollback()  # what was read to know the person is read again by the writer
    gate.looked.set({})
    for file in islice(sent, MOST_LOOKED_AT if known else 0):
        gate.look_ahead(file.stream.read())
        file.stream.seek(0)
    reading.set(False)


def forget(_: BaseException | None) -> None:
    gate.looked.set({})


def init_app(app: Flask) -> None:
    app.before_request(look)
    app.teardown_request(forget)
