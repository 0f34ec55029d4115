"""The blueprint of an application's pages: whose they are, and what stands around each of them."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from otameshi.applications.filling import filled_in
from otameshi.applications.models import Application
from otameshi.applications.outline import Outline
from otameshi.applications.rules import PageName
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.web.access import actor

pages = Blueprint("applications", __name__, url_prefix="/applications")

SHOWN = [page for page in PageName if page is not PageName.CONFIRM]
# The applicant, and officers for what came on paper: `own` says whose rows each sees.
WRITERS = frozenset({Role.APPLICANT, Role.OFFICER})
# Filling in is also for whoever began without an account, in the browser that began it.
FILLERS = WRITERS | {Role.VISITOR}


def mine(application_id: int) -> Application:
    found = filled_in(application_id, actor())
    # Whoever is not signed in may be the owner whose session has ended, and learns nothing else.
    return found or abort(401 if actor().has(Role.VISITOR) else 404)


def outline(application: Application) -> Outline:
    at = now()
    return Outline(application, at, counted=application.counted_at(actor(), at))


def closed(around: Outline, here: PageName | None = None, position: int = 0) -> bool:
    """Say that a page can only be read any more; a late post goes on, and is told why."""
    opens = around.open if here is None else around.opens(here, position)
    return request.method == "GET" and not opens


def framed(around: Outline, here: PageName, **facts: Any) -> str:
    return render_template(
        f"applications/{here}.html",
        application=around.application,
        here=here,
        outline=around,
        **facts,
    )


def untold(around: Outline, here: PageName, position: int = 0) -> set[str]:
    """Return the conditions not met of which the page that was sent did not tell yet."""
    told = request.form.get("told", "").split()
    return around.troubles(here, position).difference(told)
