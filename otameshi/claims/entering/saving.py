"""How an expense that is being typed is kept, and what its page shows of it."""

from typing import Any

from flask import Response, abort, g, jsonify, request, url_for

from otameshi.applications.saving import Saving, clock_of
from otameshi.claims.actions import unrecorded
from otameshi.claims.entering.models import UnsavedExpense
from otameshi.claims.models import Claim
from otameshi.web import tabs, typed
from otameshi.web.access import actor
from otameshi.web.arrival import arrived
from otameshi.web.compare import differences
from otameshi.web.forms import version_shown

WHAT = "経費"


def recall(claim: Claim, place: str) -> UnsavedExpense | None:
    """Let the form of the page that is opened hold what was typed on it last, on any device."""
    found = unrecorded.on_page(claim, place) if request.method == "GET" else None
    if found is not None and "typed" not in g:  # what a session's end kept is newer
        typed.show(found.fields)
    return found


def waiting(claim: Claim) -> list[tuple[str, str]]:
    """Return what is typed and not recorded, as (address, words)."""
    return [
        (_address(claim, one.place), f"{clock_of(one.at)} {_first_words(one)}".strip())
        for one in unrecorded.of(claim)
    ]


def _address(claim: Claim, place: str) -> str:
    first, _, rest = place.partition("/")
    if first == "new":
        return url_for("expenses.add_line", claim_id=claim.id, cost=rest)
    if rest:
        return url_for("expenses.copy_line", claim_id=claim.id, line_id=int(first), way=rest)
    return url_for("expenses.change_line", claim_id=claim.id, line_id=int(first))


def _first_words(one: UnsavedExpense) -> str:
    said = dict(one.fields)
    return "　".join(said[name] for name in ("payee", "purpose", "amount") if said.get(name))


def beside(claim: Claim, place: str, found: UnsavedExpense | None) -> Saving:
    return Saving(
        at=clock_of(found.at) if found else "",
        url=url_for("expenses.type_line", claim_id=claim.id, place=place),
        unsent=request.method == "POST" or "kept" in g,
        saved_tabs=tabs.saved_lately(),
        what=WHAT,
    )


def overtaken(claim: Claim, form: Any, stored: Any) -> Saving:
    """Return both contents of a page whose claim somebody changed meanwhile."""
    found = tuple(differences(form, stored)) if stored is not None else ()
    return Saving(at=clock_of(claim.changed_at), overtaken=True, differences=found, what=WHAT)


def saved(claim: Claim, place: str) -> None:
    """Note that a page was saved by its button: what was typed on it before is done with."""
    unrecorded.forget(claim, place)
    tabs.saved()


def keep(claim: Claim, place: str) -> Response:
    """Keep what is typed, and tell the script the version and the time."""
    fields = [one for one in typed.fields_sent() if one[0] not in {"version", "action"}]
    if not tabs.sent() or not fields:
        abort(400)
    kept = unrecorded.keep(claim, place, fields, actor(), arrived(), version_shown())
    return jsonify(version=claim.version, stamp=kept.stamp, at=clock_of(kept.at), whole=True)
