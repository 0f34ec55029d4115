"""How the pages of an application are saved while somebody types, and what a page shows of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, g, jsonify, request, url_for

from otameshi.applications import unsaved
from otameshi.applications.models import Application
from otameshi.applications.outline import Outline
from otameshi.applications.rules import PageName
from otameshi.core.clock import in_japan, now
from otameshi.web import tabs, typed
from otameshi.web.access import actor
from otameshi.web.arrival import arrived
from otameshi.web.compare import Difference, differences
from otameshi.web.filters import moment
from otameshi.web.forms import version_shown


@dataclass(frozen=True, slots=True)
class Saving:
    """What a page says of when it was saved, and where it is saved while one types."""

    at: str
    url: str | None = None  # None where nothing is saved without the button
    unread: bool = False  # what was typed last cannot be read yet
    unsent: bool = False  # the form holds what the server has refused, or kept from a dead session
    saved_tabs: str = ""  # the opened pages that were saved by their buttons last
    overtaken: bool = False
    differences: tuple[Difference, ...] = ()
    what: str = "応募"  # what the page belongs to


def recall(around: Outline, page: PageName, position: int = 0) -> None:
    """Let the form of the page that is opened hold what was typed on it last, on any device."""
    found = around.typed_on(page, position) if request.method == "GET" else None
    if found is None:
        return
    g.unread = not found.whole
    if "typed" not in g:  # what a session's end kept is newer
        typed.show(found.fields)


def beside(
    application: Application,
    page: PageName,
    form: Any,
    made_of_stored: Callable[[], Any],
    position: int = 0,
) -> Saving:
    """Return what the page shows beside its form; of an overtaken one, both contents."""
    at = clock(application)
    if application.number is not None or page is PageName.FILES:
        return Saving(at=at)
    if g.get("overtaken"):
        found = unsaved.on_page(application, page, position)
        with typed.instead(found.fields if found else None):
            stored = made_of_stored()
        return Saving(at=at, overtaken=True, differences=tuple(differences(form, stored)))
    return Saving(
        at=at,
        url=_url(application, page, position),
        unread=g.get("unread", False),
        unsent=request.method == "POST" or "kept" in g,
        saved_tabs=tabs.saved_lately(),
    )


def saved(application: Application, page: PageName, position: int = 0) -> None:
    """Note that a page was saved by its button: what was typed on it before is done with."""
    unsaved.forget(application, page, position)
    tabs.saved()


def _url(application: Application, page: PageName, position: int) -> str:
    if position:
        return url_for(".type_member", application_id=application.id, position=position)
    return url_for(".type_page", application_id=application.id, name=page)


def clock(application: Application) -> str:
    """Return when it was last saved: 12:03 of today, or the whole date."""
    return clock_of(application.saved_at)


def clock_of(at: datetime) -> str:
    saved = in_japan(at)
    same = saved.date() == in_japan(now()).date()
    return f"{saved:%H:%M}" if same else moment(at)


def keep(
    application: Application, page: PageName, form: Any, save: Callable[[], None], position: int = 0
) -> Response:
    """Keep what is typed, and tell the script the new version and the time."""
    tab = tabs.sent()
    fields = [one for one in typed.fields_sent() if one[0] != "version"]
    if not tab or not fields:
        abort(400)
    sent = unsaved.Typed(fields, version_shown(), tab)
    well_formed = bool(form.validate())
    kept = unsaved.keep(
        application, (page, position), sent, save if well_formed else None, actor(), arrived()
    )
    return jsonify(version=kept.version, at=clock(application), whole=kept.whole)
