"""When a request reached the server: neither waiting for the database nor for a turn makes late.

`begun` is when its first part was there, `arrived` when all of it was. The application itself sees
the first only once a process has taken the request; a proxy in front knows better, and is believed
where TRUST_ARRIVAL says that there is one and that it overwrites the two headers.
"""

import re
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, g, request

from otameshi.core.clock import now

BEGUN, RECEIVED = "X-Request-Start", "X-Request-Received"
SAID = re.compile(r"t=([0-9]{10})\.([0-9]{3})")  # as nginx writes $msec
# No request is under way for longer: a proxy whose clock is wrong must not open a closed call.
LONGEST = timedelta(hours=1)


def notice() -> None:
    """Note when a request is first seen: before its form is read, and before any waiting."""
    g.request_begun = _said(BEGUN, now())


def whole() -> None:
    """Note that the form has been read to its end: nothing has yet waited for a writer's turn."""
    g.arrived = _said(RECEIVED, now())
    g.request_begun = min(g.request_begun, g.arrived)


def _said(header: str, seen: datetime) -> datetime:
    """Return the moment that the proxy noted, unless it cannot be."""
    found = SAID.fullmatch(request.headers.get(header, ""))
    if found is None or not current_app.config["TRUST_ARRIVAL"]:
        return seen
    whole, thousandths = map(int, found.groups())
    noted = datetime.fromtimestamp(whole, UTC) + timedelta(milliseconds=thousandths)
    return noted if seen - LONGEST <= noted <= seen else seen


def arrived() -> datetime:
    """Return when the whole request had reached the server."""
    if "arrived" not in g:
        whole()
    moment: datetime = g.arrived
    return moment


def begun() -> datetime:
    """Return when the request began to reach the server."""
    moment: datetime = g.request_begun
    return moment


def init_app(app: Flask) -> None:
    app.before_request(notice)
