"""Where the selected of a scenario would go, and why; an officer may place somebody otherwise."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.selection.board import actions, reading, rows
from otameshi.selection.board.forms import PlaceForm
from otameshi.selection.board.weighing import weigh
from otameshi.selection.desk.blueprint import OFFICERS, READERS, call_or_404, pages
from otameshi.selection.desk.board import HERE, scenario_or_404
from otameshi.selection.matching import Fixed
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import cut


@pages.get(f"{HERE}/places")
@needs(READERS)
def places(call_id: int, scenario_id: int) -> str:
    call = call_or_404(call_id)
    one, scene = scenario_or_404(call, scenario_id), reading.scene_of(call)
    kept = reading.kept_of(one)
    weighed = weigh(scene, kept.choices, kept.placed)
    keys = [key for key in scene.ranking.order if key in weighed.placed.seats]
    return render_template(
        "selection/board/places.html",
        call=call,
        scenario=one,
        scene=scene,
        weighed=weighed,
        open_=set(scene.open),
        page=cut(len(keys), lambda most, first: rows.rows_of(scene, keys[first : first + most])),
        works=actor().has(Role.OFFICER) and one.taken_at is None,
    )


@pages.route(f"{HERE}/places/<int:candidacy_id>", methods=["GET", "POST"])
@needs(OFFICERS)
def place(call_id: int, scenario_id: int, candidacy_id: int) -> str | Response:
    """Place one group in spite of the matching, with a reason."""
    call = call_or_404(call_id)
    one, scene = scenario_or_404(call, scenario_id), reading.scene_of(call)
    kept = reading.kept_of(one)
    weighed = weigh(scene, kept.choices, kept.placed)
    seat = weighed.placed.seats.get(candidacy_id) or abort(404)
    form = PlaceForm(data={"host_id": seat.host, "office_id": seat.office})
    form.offer(weighed.placed)
    if not form.sent():
        (row,) = rows.rows_of(scene, [candidacy_id])
        return render_template(
            "selection/board/place.html",
            call=call,
            scenario=one,
            row=row,
            seat=seat,
            form=form,
            by_hand=candidacy_id in kept.placed,
        )
    where = Fixed(given(form.host_id.data), form.office_id.data, form.note.data or "")
    actions.place(
        scene, one, actor(), now(), key=candidacy_id, where=where, version=version_shown()
    )
    return _back(call_id, scenario_id, "市町村を決めました。")


@pages.post(f"{HERE}/places/<int:candidacy_id>/match")
@needs(OFFICERS)
def match_again(call_id: int, scenario_id: int, candidacy_id: int) -> Response:
    """Let the matching place a group again that an officer had placed."""
    call = call_or_404(call_id)
    one, scene = scenario_or_404(call, scenario_id), reading.scene_of(call)
    actions.place(scene, one, actor(), now(), key=candidacy_id, where=None, version=version_shown())
    return _back(call_id, scenario_id, "希望と順位による割り当てに戻しました。")


def _back(call_id: int, scenario_id: int, done: str) -> Response:
    flash(done, "done")
    return redirect(url_for(".places", call_id=call_id, scenario_id=scenario_id), 303)
