"""The scenarios of a call: made, copied, compared, and one of them taken over as the proposal."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.programme.models import Call
from otameshi.selection.board import actions, reading, rows, tables, taking
from otameshi.selection.board.forms import BeginForm, FillForm, NameForm, TakeForm
from otameshi.selection.board.models import Scenario
from otameshi.selection.board.reading import Scene
from otameshi.selection.board.rules import Choice, differing
from otameshi.selection.board.weighing import Weighed, weigh
from otameshi.selection.desk.blueprint import OFFICERS, READERS, call_or_404, pages
from otameshi.selection.desk.board import CALL, HERE, scenario_or_404
from otameshi.selection.ranking import shown
from otameshi.selection.rules import Outcome
from otameshi.web.access import actor, needs
from otameshi.web.forms import is_number, version_shown
from otameshi.web.paging import cut
from otameshi.web.sheets import csv_response

MOST_COMPARED = 4


def _board(call_id: int, scenario_id: int | None = None) -> Response:
    if scenario_id is None:
        return redirect(url_for(".scenarios", call_id=call_id), 303)
    return redirect(url_for(".scenario", call_id=call_id, scenario_id=scenario_id), 303)


@pages.route(f"{CALL}/scenarios", methods=["GET", "POST"])
@needs(READERS)
def scenarios(call_id: int) -> str | Response:
    """List the scenarios of a call, and begin one."""
    call = call_or_404(call_id)
    scene = reading.scene_of(call)
    form = BeginForm()
    if not form.sent():
        return render_template(
            "selection/board/scenarios.html",
            call=call,
            scenarios=reading.scenarios_of(call),
            counts=reading.counts_of(call),
            outcomes=list(Outcome),
            open=len(scene.open),
            form=form,
            works=actor().has(Role.OFFICER),
        )
    made = actions.begin(scene, form.name.data or "", actor(), now(), _start(scene, form))
    flash(f"「{made.name}」を作りました。", "done")
    return _board(call_id, made.id)


def _start(scene: Scene, form: BeginForm) -> Mapping[int, Choice]:
    if form.start.data == "sent_back":
        return actions.sent_back(scene)
    if form.start.data == "blank":
        return {}
    return _by_rank(scene, form)


def _by_rank(scene: Scene, form: BeginForm | FillForm) -> Mapping[int, Choice]:
    """Choose by rank; without a number it is as many as the call has places for."""
    asked = form.select.data
    select = scene.call.quota if asked is None else int(asked)
    return actions.by_rank(scene, select, int(form.wait.data or 0))


@pages.post(f"{HERE}/fill")
@needs(OFFICERS)
def fill_scenario(call_id: int, scenario_id: int) -> Response:
    call = call_or_404(call_id)
    one, scene, form = scenario_or_404(call, scenario_id), reading.scene_of(call), FillForm()
    if not form.validate():
        flash("採択と補欠の数は、0以上の整数で入力してください。", "refused")
        return _board(call_id)
    actions.fill(scene, one, _by_rank(scene, form), actor(), now(), version_shown())
    flash(f"「{one.name}」に、順位のとおりの案を入れました。", "done")
    return _board(call_id, scenario_id)


@pages.post(f"{HERE}/copy")
@needs(OFFICERS)
def copy_scenario(call_id: int, scenario_id: int) -> Response:
    call = call_or_404(call_id)
    one, scene, form = scenario_or_404(call, scenario_id), reading.scene_of(call), NameForm()
    if not form.validate():
        flash("写した案の名前を、60文字以内で入力してください。", "refused")
        return _board(call_id)
    made = actions.copy(scene, one, form.name.data or "", actor(), now())
    flash(f"「{one.name}」を写して「{made.name}」を作りました。", "done")
    return _board(call_id, made.id)


@pages.post(f"{HERE}/refresh")
@needs(OFFICERS)
def refresh_scenario(call_id: int, scenario_id: int) -> Response:
    call = call_or_404(call_id)
    one, scene = scenario_or_404(call, scenario_id), reading.scene_of(call)
    dropped = actions.refresh(scene, one, actor(), now(), version_shown())
    more = f"選べなくなった{dropped}件は、案から外しました。" if dropped else ""
    flash(f"「{one.name}」を、最新の点で確かめました。{more}", "done")
    return _board(call_id, scenario_id)


@pages.post(f"{HERE}/remove")
@needs(OFFICERS)
def remove_scenario(call_id: int, scenario_id: int) -> Response:
    one = scenario_or_404(call_or_404(call_id), scenario_id)
    actions.remove(one, actor(), now(), version_shown())
    flash(f"「{one.name}」を削除しました。", "done")
    return _board(call_id)


@dataclass(frozen=True, slots=True)
class Compared:
    """One scenario beside the others."""

    scenario: Scenario
    choices: Mapping[int, Choice]
    weighed: Weighed
    stale: int


@pages.get(f"{CALL}/compare")
@needs(READERS)
def compare(call_id: int) -> str:
    """Lay scenarios side by side: what each does, and for whom they differ."""
    call = call_or_404(call_id)
    scene = reading.scene_of(call)
    wanted = [int(each) for each in request.args.getlist("with") if is_number(each)]
    every = reading.scenarios_of(call)
    chosen = [one for one in every if one.id in wanted][:MOST_COMPARED]
    sides = [_side(scene, one) for one in chosen]
    keys = set(differing([side.choices for side in sides]))
    inorder = [key for key in scene.ranking.order if key in keys]
    return render_template(
        "selection/board/compare.html",
        call=call,
        scene=scene,
        scenarios=every,
        wanted=wanted,
        sides=sides,
        most=MOST_COMPARED,
        shown=shown,
        page=cut(len(inorder), lambda n, first: rows.rows_of(scene, inorder[first : first + n])),
    )


def _side(scene: Scene, one: Scenario) -> Compared:
    kept = reading.kept_of(one)
    stale = [] if one.taken_at else taking.stale(scene, kept)
    return Compared(one, kept.choices, weigh(scene, kept.choices, kept.placed), len(stale))


@pages.route(f"{HERE}/take", methods=["GET", "POST"])
@needs(OFFICERS)
def take_scenario(call_id: int, scenario_id: int) -> str | Response:
    """Say what taking a scenario over means, and do it."""
    call = call_or_404(call_id)
    one, form = scenario_or_404(call, scenario_id), TakeForm()
    if not form.sent():
        return _take_page(call, one, form)
    count = taking.take(call, one, actor(), now(), form.note.data or "", version_shown())
    flash(f"「{one.name}」の{count}件を決裁に上げました。決裁者が決定します。", "done")
    return redirect(url_for(".board", call_id=call_id), 303)


def _take_page(call: Call, one: Scenario, form: TakeForm) -> str:
    scene, kept = reading.scene_of(call), reading.kept_of(one)
    weighed = weigh(scene, kept.choices, kept.placed)
    stale = taking.stale(scene, kept)
    clear = {
        k: each for k, each in kept.choices.items() if k not in {s.key for s in stale if s.gone}
    }
    unclear = taking.doubts(scene, reading.Kept(clear, kept.placed), weighed)
    return render_template(
        "selection/board/take.html",
        call=call,
        scenario=one,
        scene=scene,
        weighed=weighed,
        chosen=clear,
        stale=stale,
        doubts=taking.said(unclear),
        outcomes=list(Outcome),
        form=form,
    )


@pages.get(f"{HERE}/export.csv")
@needs(READERS)
def export_scenario(call_id: int, scenario_id: int) -> Response:
    """Give a scenario with ranks, outcomes and places as CSV."""
    call = call_or_404(call_id)
    one, scene = scenario_or_404(call, scenario_id), reading.scene_of(call)
    return csv_response(
        f"採択案_{one.name}", tables.HEADERS, tables.cells(scene, reading.kept_of(one))
    )
