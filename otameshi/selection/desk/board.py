"""The ranking board: scores, ties, and what each choice does to everybody's cap."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.selection import actions
from otameshi.selection.desk.blueprint import READERS, call_or_404, pages, versions_seen
from otameshi.selection.forms import board_form
from otameshi.selection.ranking import shown
from otameshi.selection.rules import REVIEWING
from otameshi.web.access import actor, needs


@pages.route("/<int:call_id>/board", methods=["GET", "POST"])
@needs(READERS)
def board(call_id: int) -> str | Response:
    call = call_or_404(call_id)
    table = actions.board(call)
    rows = [row for row in table.rows if row.candidacy.state in REVIEWING]
    form = board_form(rows)
    if not form.sent():
        return render_template(
            "selection/board.html",
            call=call,
            board=table,
            open_rows=rows,
            form=form,
            shown=shown,
            works=actor().has(Role.OFFICER) and bool(rows),
        )
    choices, seen, note = form.choices(rows), versions_seen(), form.note.data or ""
    if request.form.get("action") == "propose":
        count = actions.propose_all(call, choices, actor(), now(), note, seen)
        flash(f"{count}件の案を決裁に上げました。決裁者が決定します。", "done")
    else:
        actions.sketch(call, choices, actor(), now(), seen)
        flash("案を保存し、人数と上限額を計算し直しました。", "done")
    return redirect(url_for(".board", call_id=call_id), 303)
