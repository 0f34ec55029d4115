"""One commit per post, here and nowhere else but in the worker; a page that reads never writes."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, g, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from otameshi.core.states import Overtaken
from otameshi.db import db, reading
from otameshi.web import arrival, once, refusal


def begin() -> None:
    """Say whether this request writes. Nobody waits for a slow line: its form is read before.

    Files are read after the person is known, and looked into before the writing begins; see
    `files_first`.
    """
    reading.set(True)
    if request.method == "POST" and not brings_files():
        _ = request.form
        arrival.whole()
        reading.set(False)


def brings_files() -> bool:
    return request.mimetype == "multipart/form-data"


def end(_: BaseException | None) -> None:
    reading.set(False)  # what runs on this thread between requests may write


def only_looked() -> None:
    """Say that this post asked something and changed nothing: sent again, it is answered again."""
    g.only_looked = True


def afterwards(act: Callable[[], None]) -> None:
    """Write this when the answer is made, in a transaction of its own.

    It is for what must be kept although the request is refused: that it was refused.
    """
    g.setdefault("afterwards", []).append(act)


def _write_afterwards() -> None:
    """Run what was asked for; a page that was only read has no turn among the writers before."""
    acts = g.pop("afterwards", [])
    if not acts:
        return
    reading.set(False)
    for act in acts:
        act()
    db.session.commit()


def _acted(response: Response) -> bool:
    if (
        "only_looked" in g
        or request.method != "POST"
        or response.status_code >= HTTPStatus.BAD_REQUEST
    ):
        return False
    return "repeated" not in g


def settle(response: Response) -> Response:
    if g.get("form_failed") and response.status_code == HTTPStatus.OK:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    if not _acted(response):
        db.session.rollback()
        _write_afterwards()
        return response
    once.answered(response)
    try:
        db.session.commit()
    except (StaleDataError, IntegrityError):
        return refusal.explain(Overtaken())
    return response


def init_app(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(settle)
    app.teardown_request(end)
