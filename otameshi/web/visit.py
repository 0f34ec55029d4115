"""One person's session on one device: begun, kept alive, and ended on the server."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import g, request, session
from flask_login import login_user, logout_user
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import joinedload

from otameshi.core.clock import in_japan, now
from otameshi.db import db
from otameshi.people import Guest, Person, SignIn, digest, new_token
from otameshi.web import guests

LONGEST = timedelta(hours=12)
IDLE_STAFF = timedelta(minutes=30)
IDLE_APPLICANT = timedelta(minutes=60)
REFRESH = timedelta(minutes=1)
SEEN = "seen"
# Asked by every page, so it is put together once: who holds a session's token, with their roles.
HOLDER = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None))
    .options(joinedload(SignIn.person).joinedload(Person.held))
)
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
    found, at = _sign_in(token), now()
    if found is None or _ends(found) < at:
        return None
    if at - _seen() > REFRESH:
        session[SEEN] = at.timestamp()
    g.session_ends = _ends(found)
    found.person.token = token
    return found.person


def _sign_in(token: str) -> SignIn | None:
    holding = db.session.scalars(HOLDER, {"token_hash": digest(token)})
    found = holding.unique().one_or_none()
    return found if found is not None and found.person.is_active else None


def _seen() -> datetime:
    return datetime.fromtimestamp(session.get(SEEN, 0), tz=UTC)


def _ends(found: SignIn) -> datetime:
    """Return when the session ends if nothing more is done: asleep, or after its longest time."""
    idle = IDLE_STAFF if found.person.is_staff else IDLE_APPLICANT
    return min(found.at + LONGEST, _seen() + idle)


@dataclass(frozen=True, slots=True)
class Stay:
    """How long this browser stays signed in if nothing more is done."""

    seconds: int
    until: str  # 18:34, by the clock in Japan


def stay() -> Stay | None:
    """Return how long the reader of this page stays signed in; None where nobody is."""
    return _stay(g.get("session_ends"), now())


def left() -> Stay | None:
    """Return the same to a script that asks; to ask is no activity and prolongs nothing."""
    found = _sign_in(session.get("_user_id", ""))
    return None if found is None else _stay(_ends(found), now())


def _stay(ends: datetime | None, at: datetime) -> Stay | None:
    if ends is None or ends < at:
        return None
    return Stay(int((ends - at).total_seconds()), f"{in_japan(ends):%H:%M}")


def end(at: datetime) -> None:
    """Sign out here; the token is dead on the server too."""
    token = session.get("_user_id", "")
    close = update(SignIn).where(SignIn.token_hash == digest(token)).values(ended_at=at)
    db.session.execute(close)
    logout_user()
    session.clear()
