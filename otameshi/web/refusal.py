"""When the rules refuse, say why on the page it was asked from; nothing is saved, nothing lost."""

from collections.abc import Mapping
from http import HTTPStatus
from math import ceil
from typing import Any, cast

from flask import Flask, current_app, flash, g, make_response, redirect, request
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.states import Noted, Overtaken, Refused, TooOften
from otameshi.db import db
from otameshi.people import digest
from otameshi.web import problems, script
from otameshi.web.access import actor, may_open


def above(path: str, routes: MapAdapter) -> str:
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
    g.refusal, g.overtaken = str(refusal), isinstance(refusal, Overtaken)
    return _shown(endpoint, request.view_args or {}, refusal)


def _status(refusal: Refused) -> int:
    if isinstance(refusal, TooOften):
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.CONFLICT if isinstance(refusal, Overtaken) else 422


def _shown(endpoint: str, ids: Mapping[str, Any], refusal: Refused) -> Response | None:
    try:
        answer = current_app.view_functions[endpoint](**ids)
    except Refused:  # not even the page may be seen any more
        db.session.rollback()
        return None
    return make_response(answer, _status(refusal))


def _page_again(refusal: Refused, page: str, routes: MapAdapter) -> Response | None:
    """Return the page of the button with the reason typed there, or None where none was."""
    if request.method != "POST" or "aside" in g or not request.form.get("note", "").strip():
        return None
    try:
        endpoint, ids = routes.match(page, method="GET")
    except RequestRedirect:
        return None
    if not may_open(endpoint):
        return None
    g.aside = True
    flash(str(refusal), "refused")
    return _shown(endpoint, ids, refusal)


def typed_reason(action: str) -> str:
    """Return the reason refused a moment ago, or not sent when a session ended, at this button."""
    path = action.removeprefix(request.script_root)
    if "aside" in g and path == request.path:
        return request.form.get("note", "")
    kept_hash, note = g.get("kept_reason", ("", ""))
    return note if kept_hash == digest(path) else ""


def _keep_note(refusal: Noted) -> None:
    """Let the history tell of it, after the answer (`transaction.afterwards`)."""
    person, at = actor(), now()

    def note() -> None:
        history.record(refusal.row, refusal.act, refusal.label, by=person, at=at)

    g.setdefault("afterwards", []).append(note)


def explain(refusal: Refused) -> Response:
    """Show the form again with what was typed; a refused button or page leads one page up."""
    db.session.rollback()
    if isinstance(refusal, Noted) and "refusal" not in g:
        _keep_note(refusal)
    answer = _told(refusal)
    if isinstance(refusal, TooOften) and answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(max(1, ceil(refusal.wait.total_seconds())))
    return answer


def _told(refusal: Refused) -> Response:
    if problems.asked():
        return problems.page(_status(refusal), detail=str(refusal))
    if script.asks():
        return script.tell(str(refusal), _status(refusal))
    routes = cast(
        "MapAdapter", current_app.create_url_adapter(request)
    )  # in a request there is one
    page = above(request.path, routes)
    again = _form_again(refusal) or _page_again(refusal, page, routes)
    if again is not None:
        return again
    flash(str(refusal), "refused")
    # A button beside a list names in its address what the list was narrowed to.
    narrowed = request.query_string.decode("ascii", "ignore") if request.method == "POST" else ""
    return redirect(f"{page}?{narrowed}" if narrowed else page, 303)


def overtaken(_: StaleDataError) -> Response:
    return explain(Overtaken())


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, explain)
    app.register_error_handler(StaleDataError, overtaken)
    app.add_template_global(typed_reason)
