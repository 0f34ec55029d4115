"""One person's session on one device: begun, kept alive, and ended on the server."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import request, session
from flask_login import login_user, logout_user
from sqlalchemy import select, update

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.people import Guest, Person, SignIn, digest, new_token
from otameshi.web import guests

LONGEST = timedelta(hours=12)
IDLE_STAFF = timedelta(minutes=30)
IDLE_APPLICANT = timedelta(minutes=60)
REFRESH = timedelta(minutes=1)
SEEN = "seen"
# What happens when somebody signs in where a guest has begun something: a stage adds itself.
ENTERED: list[Callable[[Guest, Person, datetime], None]] = []


def begin(person: Person, at: datetime) -> None:
    """Sign the person in with a new session; what an older cookie knew is thrown away."""
    guest = guests.of_this_browser()
    token = new_token()
    device = (request.user_agent.string or "")[:200]
    db.session.add(SignIn(token_hash=digest(token), person=person, at=at, device=device))
    session.clear()
    session.permanent = True
    session[SEEN] = at.timestamp()
    person.token = token
    login_user(person)
    if guest is not None:
        for act in ENTERED:
            act(guest, person, at)


def person(token: str) -> Person | None:
    """Return who holds this session token, unless the session has ended or slept too long."""
    found = db.session.scalar(
        select(SignIn).where(SignIn.token_hash == digest(token), SignIn.ended_at.is_(None))
    )
    if found is None or not found.person.is_active:
        return None
    at = now()
    idle = IDLE_STAFF if found.person.is_staff else IDLE_APPLICANT
    seen = datetime.fromtimestamp(session.get(SEEN, 0), tz=at.tzinfo)
    if at - found.at > LONGEST or at - seen > idle:
        return None
    if at - seen > REFRESH:
        session[SEEN] = at.timestamp()
    found.person.token = token
    return found.person


def end(at: datetime) -> None:
    """Sign out here; the token is dead on the server too."""
    token = session.get("_user_id", "")
    close = update(SignIn).where(SignIn.token_hash == digest(token)).values(ended_at=at)
    db.session.execute(close)
    logout_user()
    session.clear()
