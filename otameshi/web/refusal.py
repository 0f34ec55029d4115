"""When the rules refuse, say why on the page it was asked from; nothing is saved, nothing lost."""

from http import HTTPStatus

from flask import Flask, current_app, flash, g, make_response, redirect, request
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response

from otameshi.core.states import Overtaken, Refused
from otameshi.db import db


def _above(path: str, routes: MapAdapter) -> str:
    """Return the nearest page above: POST /claims/17/approve was asked from /claims/17."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] or "/"
        for candidate in (path, f"{path}/"):
            try:
                routes.match(candidate, method="GET")
            except HTTPException:
                continue
            return candidate
    return "/"


def _form_again(refusal: Refused) -> Response | None:
    """Return the form that was posted, or None where there is no form to show."""
    rule, endpoint = request.url_rule, request.endpoint
    shows_form = rule is not None and "GET" in (rule.methods or ())
    if request.method != "POST" or not shows_form or endpoint is None or "refusal" in g:
        return None
    g.refusal = str(refusal)
    status = HTTPStatus.CONFLICT if isinstance(refusal, Overtaken) else 422
    try:
        shown = current_app.view_functions[endpoint](**(request.view_args or {}))
    except Refused:  # not even the form may be seen any more
        db.session.rollback()
        return None
    return make_response(shown, status)


def explain(refusal: Refused) -> Response:
    """Show the form again with what was typed; a refused button or page leads one page up."""
    db.session.rollback()
    again = _form_again(refusal)
    if again is not None:
        return again
    flash(str(refusal), "refused")
    return redirect(_above(request.path, current_app.create_url_adapter(request)), 303)  # type: ignore[arg-type]  # inside a request there is one


def overtaken(_: StaleDataError) -> Response:
    return explain(Overtaken())


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, explain)
    app.register_error_handler(StaleDataError, overtaken)
