"""One candidate: answers, findings, sheets, files, papers, history, and the moves open now."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Move
from otameshi.db import db
from otameshi.documents import issue
from otameshi.people import Person
from otameshi.selection import actions, ranking
from otameshi.selection.decision.actions.sending import of_candidate
from otameshi.selection.desk import screening
from otameshi.selection.desk.blueprint import (
    DECIDERS,
    OFFICERS,
    READERS,
    candidacy_or_404,
    pages,
)
from otameshi.selection.interviews import actions as interviewing
from otameshi.selection.interviews import marks as interviews
from otameshi.selection.models import Candidacy, scale
from otameshi.selection.panel import actions as panel
from otameshi.selection.rules import (
    CANDIDACY,
    DECIDED,
    HOLDS_A_PLACE,
    OPEN_SHEET,
    OUTCOME_OF,
    REVIEWING,
    State,
    differing,
)
from otameshi.selection.summary.points import points_of
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.forms import reason_given, version_shown

HERE = "/candidates/<int:candidacy_id>"
# A proposal is made on the ranking board; the eligibility check has forms of its own; what comes
# after the decision has pages of its own.
ELSEWHERE = {
    "propose",
    "pass",
    "fail",
    "recheck",
    "restore",
    "promote",
    "change_select",
    "change_waitlist",
    "change_reject",
    "record_decline",
    "step_back",
}


@pages.get(HERE)
@needs(READERS)
def candidate(candidacy_id: int) -> str:
    one = candidacy_or_404(candidacy_id, actor())
    year = one.application.call.year
    scales = [scale(criterion) for criterion in year.criteria]
    heard = interviews.on_scale(one.application.call, ranking.full(scales))
    standing = one.standing(scales, heard.get(one.id))
    return render_template(
        "selection/candidate.html",
        one=one,
        application=one.application,
        call=one.application.call,
        screening=screening.shown(one),
        moves=_moves(one, actor()),
        standing=standing,
        points=points_of(one, scales, standing),
        shown=ranking.shown,
        interview=interviewing.of_candidacy(one),
        assigns=one.state in REVIEWING and actor().has(Role.OFFICER),
        free=panel.free_for(one, now()) if one.state in REVIEWING else [],
        open_sheet=OPEN_SHEET,
        events=db.session.scalars(history.of(one)).unique().all(),
        issued=db.session.scalars(issue.about(one)).all(),
        decisions=db.session.scalars(of_candidate(one)).all(),
        changes=one.state in DECIDED and actor().has(Role.OFFICER),
        declines=one.state in HOLDS_A_PLACE and actor().has(Role.OFFICER),
    )


def _moves(one: Candidacy, person: Person) -> list[Move[State]]:
    """Return the buttons of this page; who proposed does not decide, who differs says why."""
    shown = [
        move
        for move in CANDIDACY.open_to(person.roles, one.state)
        if move.name not in ELSEWHERE and move.by is not Role.APPLICANT
    ]
    if one.proposed_by_id == person.id:
        shown = [move for move in shown if move.name not in OUTCOME_OF]
    return [
        replace(move, needs_note=True)
        if move.name in OUTCOME_OF and differing(one.proposal, OUTCOME_OF[move.name])
        else move
        for move in shown
    ]


@pages.post(f"{HERE}/<any(select, waitlist, reject, send_back):move>")
@needs(DECIDERS)
def take(candidacy_id: int, move: str) -> Response:
    one = candidacy_or_404(candidacy_id, actor())
    note = reason_given()
    if move in OUTCOME_OF:
        actions.decide(one, move, actor(), now(), note, version_shown())
    else:
        actions.send_back(one, actor(), now(), note, version_shown())
    flash(f"{one.title}：{one.state.label}にしました。", "done")
    return redirect(url_for(".candidate", candidacy_id=candidacy_id), 303)


@pages.post(f"{HERE}/assign")
@needs(OFFICERS)
def assign(candidacy_id: int) -> Response:
    one = candidacy_or_404(candidacy_id, actor())
    wanted = request.form.get("reviewer", "")
    people = {str(person.id): person for person in panel.free_for(one, now())}
    reviewer = people.get(wanted)
    if reviewer is None:
        flash("選考委員を選んでください。", "refused")
    else:
        panel.assign(one, reviewer, actor(), now())
        flash(f"{reviewer.name}に採点票を割り当て、お知らせしました。", "done")
    return redirect(url_for(".candidate", candidacy_id=candidacy_id), 303)


@pages.post(f"{HERE}/sheets/<int:sheet_id>/release")
@needs(OFFICERS)
def release(candidacy_id: int, sheet_id: int) -> Response:
    one = candidacy_or_404(candidacy_id, actor())
    sheet = next((each for each in one.sheets if each.id == sheet_id), None) or abort(404)
    name = sheet.reviewer.name
    panel.release(sheet, actor(), now(), reason_given())
    flash(f"{name}への割り当てを取り消しました。", "done")
    return redirect(url_for(".candidate", candidacy_id=candidacy_id), 303)


@pages.get(f"{HERE}/preview")
@needs(READERS)
def preview(candidacy_id: int) -> Response:
    """Show the notice as it would leave the office; nothing is numbered or kept."""
    one = candidacy_or_404(candidacy_id, actor())
    response = Response(actions.preview(one, now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = "attachment; filename=preview.pdf"
    return response


@pages.get(f"{HERE}/files/<int:attachment_id>")
@needs(READERS)
def file(candidacy_id: int, attachment_id: int) -> Response:
    papers = candidacy_or_404(candidacy_id, actor()).application.papers
    found = next((paper for paper in papers if paper.attachment_id == attachment_id), None)
    return send((found or abort(404)).attachment)
