"""The ranking board: scores, ties, and what each choice does to everybody."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.applications.rules import Kind
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.programme.models import Call
from otameshi.selection.board import actions, balance, listing, reading, rows, taking
from otameshi.selection.board.forms import BoardForm, Typed, typed
from otameshi.selection.board.lines import ON_THE_BOARD
from otameshi.selection.board.listing import Order, Wanted
from otameshi.selection.board.models import Scenario
from otameshi.selection.board.reading import NOTHING, Kept, Scene
from otameshi.selection.board.rules import overlaid
from otameshi.selection.board.weighing import weigh
from otameshi.selection.desk.blueprint import READERS, call_or_404, pages
from otameshi.selection.matching import Place
from otameshi.selection.ranking import shown
from otameshi.selection.rules import Outcome, State
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown
from otameshi.web.paging import cut
from otameshi.web.transaction import only_looked

CALL = "/<int:call_id>/board"
HERE = f"{CALL}/<int:scenario_id>"
Rows = Mapping[int, Typed]


def scenario_or_404(call: Call, scenario_id: int) -> Scenario:
    found = reading.scenarios_of(call)
    return next((one for one in found if one.id == scenario_id), None) or abort(404)


@pages.get(CALL)
@needs(READERS)
def board(call_id: int) -> str:
    """Show the ranking, with what is proposed or decided so far."""
    return _page(call_or_404(call_id), None, BoardForm())


@pages.route(HERE, methods=["GET", "POST"])
@needs(READERS)
def scenario(call_id: int, scenario_id: int) -> str | Response:
    """Show a scenario on the board; keep its page of rows, or only say what they would do."""
    call = call_or_404(call_id)
    one = scenario_or_404(call, scenario_id)
    form = BoardForm()
    if not form.sent():
        return _page(call, one, form)
    if request.form.get("action") == "look":
        only_looked()
        return _page(call, one, form)
    scene = reading.scene_of(call)
    choices = {key: row.choice for key, row in typed(request.form, scene).items()}
    actions.save(scene, one, choices, actor(), now(), version_shown())
    flash(f"「{one.name}」を保存しました。", "done")
    return redirect(url_for(".scenario", **_where(call_id, scenario_id)), 303)


def _where(call_id: int, scenario_id: int) -> dict[str, Any]:
    """Return the address of the same page of the same list."""
    return {**request.args.to_dict(), "call_id": call_id, "scenario_id": scenario_id}


def _page(call: Call, one: Scenario | None, form: BoardForm) -> str:
    scene = reading.scene_of(call)
    kept = reading.kept_of(one) if one else NOTHING
    sent = typed(request.form, scene) if request.method == "POST" else {}
    weighed = weigh(scene, _choices(kept, sent) if one else None, kept.placed)
    wanted = Wanted(**{name: request.args.get(name, "") for name in Wanted.__slots__})
    keys = listing.listed(scene, wanted, weighed.outcomes)
    page = cut(len(keys), lambda most, first: rows.rows_of(scene, keys[first : first + most]))
    stale = taking.stale(scene, kept) if one and one.taken_at is None else []
    return render_template(
        "selection/board/board.html",
        call=call,
        scenario=one,
        scenarios=reading.scenarios_of(call),
        scene=scene,
        weighed=weighed,
        page=page,
        form=form,
        shown=shown,
        said={key: _said(key, kept, sent) for key in (row.line.id for row in page.rows)},
        outcomes=list(Outcome),
        open_=scene.all.open,
        tied={key for tie in weighed.ties for key in (*tie.selected, *tie.others)},
        stale={each.key: each for each in stale},
        works=actor().has(Role.OFFICER) and one is not None and one.taken_at is None,
        officer=actor().has(Role.OFFICER),
        wanted=wanted,
        choices=_filters(scene, weighed.placed.hosts),
    )


def _choices(kept: Kept, sent: Rows) -> Any:
    if not sent or "refusal" in g:
        return kept.choices
    return overlaid(kept.choices, {key: row.choice for key, row in sent.items()})


def _said(key: int, kept: Kept, sent: Rows) -> tuple[str, str]:
    """Return the outcome and the 補欠順位 of a row as typed a moment ago, or as kept."""
    if key in sent:
        return sent[key].outcome or "", sent[key].rank
    choice = kept.choices.get(key)
    return (choice.outcome, str(choice.rank or "")) if choice else ("", "")


def _filters(scene: Scene, hosts_: Mapping[int, Place]) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen in each filter: what there is on this board."""
    every = scene.all
    hosts = [(str(key), one.name) for key, one in hosts_.items() if key in every.towns]
    return {
        "state": [(one.value, one.label) for one in State if one in ON_THE_BOARD],
        "kind": [(kind.value, kind.label) for kind in Kind],
        "region": [
            (name, name)
            for name in dict.fromkeys(balance.REGION_OF.values())
            if name in every.regions
        ],
        "wish": hosts,
        "outcome": [
            *((one.value, one.label) for one in Outcome),
            (listing.UNDECIDED, "未定"),
            (listing.ATTENTION, "確かめることがある"),
        ],
        "sort": [(one.value, one.label) for one in Order],
    }
