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


def explain(refusal: Refused) -> Response:
    """Show the form again with what was typed; a lone button's refusal goes one page up."""
    db.session.rollback()
    status = HTTPStatus.CONFLICT if isinstance(refusal, Overtaken) else 422
    rule, endpoint = request.url_rule, request.endpoint
    shows_form = rule is not None and endpoint is not None and "GET" in (rule.methods or ())
    if shows_form and endpoint is not None and "refusal" not in g:
        g.refusal = str(refusal)
        view = current_app.view_functions[endpoint]
        return make_response(view(**(request.view_args or {})), status)
    flash(str(refusal), "refused")
    return redirect(_above(request.path, current_app.create_url_adapter(request)), 303)  # type: ignore[arg-type]  # inside a request there is one


def overtaken(_: StaleDataError) -> Response:
    return explain(Overtaken())


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, explain)
    app.register_error_handler(StaleDataError, overtaken)
