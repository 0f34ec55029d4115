"""The representative asks for a change of the participation, and sees the answer."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.participation import actions as participation
from otameshi.participation.asking import actions
from otameshi.participation.asking.forms import form_of, proposal_of
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.asking.reading import differences, visible_to
from otameshi.participation.asking.rules import TONE, Kind, State
from otameshi.participation.models import Participation
from otameshi.participation.rules import State as GroupState
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown

pages = Blueprint("asking", __name__, url_prefix="/participation/requests")
APPLICANTS = frozenset({Role.APPLICANT})
KINDS = f"any({', '.join(Kind)})"


def _group(group_id: int) -> Participation:
    own = participation.visible_to(actor()).where(
        Participation.id == group_id, Participation.representative_id == actor().id
    )
    return db.session.scalar(own) or abort(404)


@pages.get("/<int:group_id>")
@needs(APPLICANTS)
def index(group_id: int) -> str:
    """Show what may be asked for, and what was asked and answered."""
    group = _group(group_id)
    mine = visible_to(actor()).where(ParticipationRequest.participation_id == group_id)
    rows = db.session.scalars(mine).unique().all()
    waiting = {one.kind for one in rows if one.state is State.ASKED}
    open_ = group.state is GroupState.ACTIVE
    return render_template(
        "asking/index.html",
        group=group,
        rows=list(reversed(rows)),
        kinds=[kind for kind in Kind if open_ and kind not in waiting],
        differences=differences,
        tone=TONE,
    )


@pages.route(f"/<int:group_id>/<{KINDS}:kind>", methods=["GET", "POST"])
@needs(APPLICANTS)
def ask(group_id: int, kind: str) -> str | Response:
    group, asked = _group(group_id), Kind(kind)
    form = form_of(asked, group)
    if not form.sent():
        return render_template("asking/ask.html", group=group, kind=asked, form=form)
    note = form.note.data or ""
    actions.ask(group, proposal_of(asked, form), actor(), now(), note, version_shown())
    flash(
        f"{asked.label}を申し出ました。県が確認し、結果をメールとこのページでお知らせします。",
        "done",
    )
    return redirect(url_for(".index", group_id=group_id), 303)


@pages.post("/<int:group_id>/<int:request_id>/<any(take_back):move>")
@needs(APPLICANTS)
def take_back(group_id: int, request_id: int, move: str) -> Response:
    del move
    mine = visible_to(actor()).where(
        ParticipationRequest.id == request_id, ParticipationRequest.participation_id == group_id
    )
    row = db.session.scalars(mine).unique().one_or_none() or abort(404)
    actions.take_back(row, actor(), now(), version_shown())
    flash("申出を取り下げました。", "done")
    return redirect(url_for(".index", group_id=group_id), 303)
