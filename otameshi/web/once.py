"""A form sent twice acts once: its key is spent in the same transaction as what it did."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.db import Key, Model, db
from otameshi.web.log import safe_path

FIELD = "once"
SHORTEST, LONGEST = 16, 64
KEPT = timedelta(days=30)  # a form is good for twelve hours, or seven days where it is kept unsent

View = TypeVar("View", bound=Callable[..., Any])
REPEATABLE: set[Callable[..., Any]] = set()


class SpentKey(Model):
    """The key of a form that has acted, and the page that answered it."""

    __tablename__ = "spent_keys"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    location: Mapped[str | None]
    at: Mapped[datetime]


def repeatable(view: View) -> View:
    """Declare, on a view that may act twice without harm, that its forms need no key."""
    REPEATABLE.add(view)
    return view


def fresh() -> str:
    return secrets.token_urlsafe(16)


def spend() -> Response | None:
    """Take the form's key before it acts; a repeat waits here, and gets the first answer."""
    if request.method != "POST" or request.endpoint is None:
        return None
    if current_app.view_functions[request.endpoint] in REPEATABLE:
        return None
    key = request.form.get(FIELD, "")
    if not SHORTEST <= len(key) <= LONGEST:
        abort(400)
    g.spent = SpentKey(key=key, path=safe_path(request.path), at=now())
    db.session.add(g.spent)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        first = db.session.scalar(select(SpentKey).where(SpentKey.key == key))
        if first is None or first.path != safe_path(request.path):
            abort(400)
        g.repeated = True
        return redirect(first.location or request.path, 303)
    return None


def answered(response: Response) -> None:
    """Keep where the first answer led, for a repeat to go to as well."""
    if "spent" in g:
        g.spent.location = response.location


def sweep(at: datetime) -> None:
    """Forget the keys of forms that no page can send any more."""
    db.session.execute(delete(SpentKey).where(SpentKey.at <= at - KEPT))


def init_app(app: Flask) -> None:
    app.before_request(spend)
