"""決定の変更: an officer asks for another decision, a manager decides it or gives it back."""

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.selection.decision.actions import revising
from otameshi.selection.decision.desk.blueprint import (
    DECIDERS,
    MANAGERS,
    OFFICERS,
    READERS,
    call_or_404,
    candidacy_or_404,
    pages,
)
from otameshi.selection.decision.forms import ChangeForm
from otameshi.selection.decision.models import Revision
from otameshi.selection.models import Candidacy
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, reason_given, version_shown


@pages.get("/<int:call_id>/changes")
@needs(READERS)
def changes(call_id: int) -> str:
    """List the changes of a call that wait for a decision."""
    call = call_or_404(call_id)
    query = revising.open_of(call).options(
        joinedload(Revision.proposed_by),
        joinedload(Revision.candidacy).joinedload(Candidacy.application),
    )
    return render_template(
        "selection/decision/changes.html",
        call=call,
        revisions=db.session.scalars(query).unique().all(),
        decides=bool(actor().roles & MANAGERS),
        me=actor().id,
    )


@pages.route("/candidates/<int:candidacy_id>/change", methods=["GET", "POST"])
@needs(OFFICERS)
def change(candidacy_id: int) -> str | Response:
    one, form = candidacy_or_404(candidacy_id), ChangeForm()
    if not form.sent():
        return render_template(
            "selection/decision/change.html", one=one, call=one.application.call, form=form
        )
    revising.propose_change(
        one,
        given(form.outcome.data),
        actor(),
        now(),
        note=form.note.data or "",
        reason=form.reason.data or "",
        waitlist_rank=form.waitlist_rank.data,
        version=version_shown(),
    )
    flash("決定の変更の案を決裁に上げました。決裁者が決定します。", "done")
    return redirect(url_for(".changes", call_id=one.application.call_id), 303)


@pages.post("/revisions/<int:revision_id>/<any(approve, refuse, withdraw):move>")
@needs(DECIDERS)
def settle_change(revision_id: int, move: str) -> Response:
    one = db.session.get(Revision, revision_id) or abort(404)
    call_id, title = one.candidacy.application.call_id, one.candidacy.title
    if move == "approve":
        revising.approve(one, actor(), now(), version_shown())
        flash(f"{title}の決定を変更しました。通知を確かめて、送ってください。", "done")
        return redirect(url_for(".notices", call_id=call_id), 303)
    if move == "refuse":
        revising.refuse(one, actor(), now(), reason_given(), version_shown())
        flash(f"{title}の変更の案を差し戻し、案を作った人に知らせました。", "done")
    else:
        revising.withdraw(one, actor(), now(), version_shown())
        flash(f"{title}の変更の案を取り下げました。", "done")
    return redirect(url_for(".changes", call_id=call_id), 303)
