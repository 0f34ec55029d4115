"""One group: who and where it is, what may be done, and the end of its stay."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.participation import actions
from otameshi.participation.asking.reading import waiting_of
from otameshi.participation.desk.blueprint import OFFICERS, group_or_404, pages
from otameshi.participation.notices import notices
from otameshi.participation.rules import PARTICIPATION, heads
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown


@pages.get("/<int:group_id>")
@needs(OFFICE)
def show(group_id: int) -> str:
    group = group_or_404(group_id)
    moves = PARTICIPATION.open_to(actor().roles, group.state)
    return render_template(
        "participation/desk_show.html",
        group=group,
        heads=heads(group.memberships),
        notices=notices(group),
        requests=db.session.scalars(waiting_of(group)).all(),
        open_moves={move.name for move in moves},
        finishing=[move for move in moves if move.name == "finish"],
        before=today() < group.first_day,
        events=db.session.scalars(history.of(group)).unique().all(),
    )


@pages.post("/<int:group_id>/<any(finish):move>")
@needs(OFFICERS)
def take(group_id: int, move: str) -> Response:
    del move
    group = group_or_404(group_id)
    actions.finish(group, actor(), now(), version_shown())
    flash(f"{group.title}のおためし期間を終了しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)
