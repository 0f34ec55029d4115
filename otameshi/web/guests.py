"""Somebody who begins before having an account: known for a while by a token in a cookie."""

import secrets
from datetime import datetime, timedelta

from flask import Flask, current_app, g, request
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.people import Guest, Person, digest, new_token

LIFETIME = timedelta(days=30)
TOKEN_LENGTHS = range(20, 100)
# Two hundred people may sit behind one address on the last day, at a university or a company.
MOST_BEGUN, BEGUN_WITHIN = 200, timedelta(hours=1)


def cookie() -> str:
    return "__Host-guest" if current_app.config["SECURE"] else "guest"


def of_this_browser() -> Guest | None:
    """Return the guest whose token this browser holds, unless its time is over."""
    token = request.cookies.get(cookie(), "")
    if len(token) not in TOKEN_LENGTHS:
        return None
    alive = Guest.token_hash == digest(token), Guest.expires_at > now()
    return db.session.scalar(select(Guest).where(*alive))


def welcome(at: datetime) -> Person:
    """Return the guest of this browser, or make one; refuses too many from one address."""
    known = of_this_browser()
    if known is not None:
        return known.person
    address = request.remote_addr or ""
    lately = Guest.address == address, Guest.begun_at > at - BEGUN_WITHIN
    begun = select(func.count()).select_from(Guest).where(*lately)
    if (db.session.scalar(begun) or 0) >= MOST_BEGUN:
        raise Refused(
            "応募の開始が続いたため、しばらく受け付けられません。先に利用登録をすると、始められます。"
        )
    token = new_token()
    person = Person(name="", email=f"{secrets.token_hex(16)}@guest.invalid")
    person.give(Role.VISITOR)
    db.session.add(
        Guest(
            person=person,
            token_hash=digest(token),
            address=address,
            begun_at=at,
            expires_at=at + LIFETIME,
        )
    )
    db.session.flush()
    g.guest_token = token
    return person


def leave() -> None:
    """Let this browser forget the guest it was."""
    g.guest_token = ""


def remember(response: Response) -> Response:
    token = g.get("guest_token")
    if token is None:
        return response
    response.set_cookie(
        cookie(),
        token,
        max_age=int(LIFETIME.total_seconds()) if token else 0,
        secure=current_app.config["SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def init_app(app: Flask) -> None:
    app.after_request(remember)
