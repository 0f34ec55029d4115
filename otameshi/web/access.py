"""Every page says who may open it. A page that does not say is closed to all."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, request
from flask_login import AnonymousUserMixin, LoginManager, current_user
from werkzeug.wrappers import Response

from otameshi.core.roles import ANYONE, Role
from otameshi.people import Person
from otameshi.web import guests, visit

View = TypeVar("View", bound=Callable[..., Any])

NEEDS: dict[Callable[..., Any], frozenset[Role]] = {}
NOBODY: frozenset[Role] = frozenset()
# Pages for programs: a token opens them, and no session. Who knows tokens adds the check.
BEARING: dict[Callable[..., Any], str] = {}
BEARER_CHECKS: list[Callable[[str], None]] = []

login = LoginManager()


class Visitor(AnonymousUserMixin):  # type: ignore[misc]  # flask-login ships no types
    id = None
    name = ""
    roles = frozenset({Role.VISITOR})
    is_staff = False

    def has(self, *roles: Role) -> bool:
        return Role.VISITOR in roles


def nobody_signed_in() -> "Person | Visitor":
    """Return the guest whom the browser's cookie knows, or a visitor whom nothing knows."""
    guest = guests.of_this_browser()
    return Visitor() if guest is None else guest.person


def needs(roles: Collection[Role]) -> Callable[[View], View]:
    """Declare, on a view, the roles of which one must be held to open it."""

    def declare(view: View) -> View:
        NEEDS[view] = frozenset(roles)
        return view

    return declare


def bearing(scope: str = "") -> Callable[[View], View]:
    """Declare, on a view for programs, the scope that its token must have, or that any will do."""

    def declare(view: View) -> View:
        BEARING[view] = scope
        return needs(ANYONE)(view)

    return declare


def borne(endpoint: str) -> str | None:
    """Return the scope that a page for programs asks for; None where a person is asked for."""
    return BEARING.get(current_app.view_functions[endpoint])


def needed(endpoint: str) -> frozenset[Role]:
    return NEEDS.get(current_app.view_functions[endpoint], NOBODY)


def may_open(endpoint: str) -> bool:
    """Return whether the guard would let this person pass."""
    allowed = needed(endpoint)
    return allowed == ANYONE or bool(allowed & actor().roles)


def actor() -> Person:
    """Return who asks: the row itself, which can be compared and referred to by other rows."""
    return cast("Person", current_user._get_current_object())  # noqa: SLF001  # werkzeug's name for it


def guard() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    allowed, scope = needed(request.endpoint), borne(request.endpoint)
    if scope is not None:
        _check_bearer(scope)
    if allowed == ANYONE:
        return  # a public page does not ask who is there
    if not allowed & actor().roles:
        abort(401 if actor().has(Role.VISITOR) else 403)


def _check_bearer(scope: str) -> None:
    if request.method == "OPTIONS":
        return  # tells the methods and nothing else
    if not BEARER_CHECKS:
        abort(401)
    for check in BEARER_CHECKS:
        check(scope)


def _unauthorised() -> Response:
    abort(401)


def init_app(app: Flask) -> None:
    # A template asks who is there only where it says so: an error page must not need the database.
    login.init_app(app, add_context_processor=False)
    app.context_processor(lambda: {"current_user": current_user})
    login.anonymous_user = nobody_signed_in
    login.unauthorized_handler(_unauthorised)
    login.user_loader(visit.person)
    app.add_template_global(visit.stay, "session_stay")
    app.add_template_global(may_open)
    app.before_request(guard)
