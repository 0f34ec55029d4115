"""Which token asks: looked at by the guard of all pages, before anything is read for it."""

from datetime import datetime
from typing import Any

from flask import g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from otameshi.core.clock import now
from otameshi.statistics.api import actions, rules
from otameshi.statistics.api.models import ApiToken
from otameshi.statistics.api.rules import Scope, Standing
from otameshi.web import access
from otameshi.web.transaction import afterwards

REALM = "otameshi"


class Insufficient(Forbidden):
    """A true token that lacks the scope, which the answer names (RFC 6750, 3.1)."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def get_headers(self, *args: Any, **kw: Any) -> list[tuple[str, str]]:
        asks = _asks("insufficient_scope", self.scope).to_header()
        return [*super().get_headers(*args, **kw), ("WWW-Authenticate", asks)]


def check(scope: str) -> None:
    """Let a token pass that stands, has the scope, and has not asked too often; count it then."""
    at, text = now(), _sent()
    if not text:
        raise _unknown()
    token = actions.found(text)
    if token is None or token.standing(at) is not Standing.OPEN:
        raise _unknown("invalid_token")
    if not rules.opens(token.scopes, Scope(scope) if scope else None):
        raise Insufficient(scope)
    seconds = rules.wait(token.window, token.asked, at)
    if seconds:
        raise TooManyRequests(retry_after=seconds)
    g.bearer = frozenset(token.scopes)
    _count(token, at)


def may_read_all() -> bool:
    """Return whether the token that asks is also shown the values of 1 or 2 組."""
    return Scope.STATISTICS.value in g.bearer


def _sent() -> str:
    """Return the token of the header; one in the address would stand in every log."""
    sent = request.authorization
    return sent.token or "" if sent is not None and sent.type == "bearer" else ""


def _unknown(error: str = "") -> Unauthorized:
    return Unauthorized(www_authenticate=_asks(error))


def _asks(error: str = "", scope: str = "") -> WWWAuthenticate:
    said = {"realm": REALM, "error": error, "scope": scope}
    return WWWAuthenticate("bearer", {name: value for name, value in said.items() if value})


def _count(token: ApiToken, at: datetime) -> None:
    """Count when the answer is made: a page that is read takes no turn among the writers before."""
    key = token.id
    afterwards(lambda: actions.used(key, at))


access.BEARER_CHECKS.append(check)
