"""One invitation: what was answered, taking it down for somebody, and its link."""

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now, today
from otameshi.core.questions import words
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.followup import actions, asked, outcomes
from otameshi.followup.answering import actions as answering
from otameshi.followup.asking import letters
from otameshi.followup.desk.blueprint import pages, wave_or_404
from otameshi.followup.forms import RecordForm, RefusalForm
from otameshi.followup.models import Invitation
from otameshi.followup.rules import Phase, Source
from otameshi.programme.questionnaires import questions_of
from otameshi.web.access import actor, needs
from otameshi.web.forms import reason_given, version_shown


def invitation_or_404(wave_id: int, invitation_id: int) -> Invitation:
    wave = wave_or_404(wave_id)
    query = select(Invitation).where(Invitation.id == invitation_id)
    return db.session.scalar(query.where(Invitation.wave_id == wave.id)) or abort(404)


@pages.get("/<int:wave_id>/groups/<int:invitation_id>")
@needs(OFFICE)
def group(wave_id: int, invitation_id: int) -> str:
    invitation = invitation_or_404(wave_id, invitation_id)
    return render_template(
        "followup/group.html",
        invitation=invitation,
        wave=invitation.wave,
        said=outcomes.said(invitation, asked.counting_of(invitation.wave.year)),
        told=told(invitation),
        who=letters.addressee(invitation),
        email=letters.reached(invitation.participation).of(invitation),
        phase=invitation.phase(today()),
        running=invitation.phase(today()) is Phase.RUNNING,
        officer=actor().has(Role.OFFICER),
        events=db.session.scalars(history.of(invitation)).unique().all(),
    )


def told(invitation: Invitation) -> list[tuple[str, str]]:
    """Return what was answered, by the words of the questions that were asked."""
    reply = invitation.reply
    if reply is None:
        return []
    given = reply.given
    whole = questions_of(reply.questions)
    return [(one.label, words(one, given.get(one.key))) for one in whole.shown(given)]


@pages.route("/<int:wave_id>/groups/<int:invitation_id>/answer", methods=["GET", "POST"])
@needs({Role.OFFICER})
def answer(wave_id: int, invitation_id: int) -> str | Response:
    """Take down an answer that was given by telephone."""
    invitation = invitation_or_404(wave_id, invitation_id)
    form = RecordForm(data={"source": Source.TELEPHONE, "given_on": today()})
    form.ask(invitation.wave.whole, invitation.reply.given if invitation.reply else {})
    if not form.sent():
        return render_template("followup/record.html", invitation=invitation, form=form)
    actions.record(
        invitation,
        form.answers,
        by=actor(),
        at=now(),
        source=form.source.data,
        given_on=form.given_on.data,
        note=form.note.data or "",
        version=version_shown(),
    )
    flash("聞き取った回答を記録しました。", "done")
    return redirect(url_for(".show", wave_id=wave_id), 303)


@pages.route("/<int:wave_id>/groups/<int:invitation_id>/refusal", methods=["GET", "POST"])
@needs({Role.OFFICER})
def refusal(wave_id: int, invitation_id: int) -> str | Response:
    """Take down that a group will not answer."""
    invitation = invitation_or_404(wave_id, invitation_id)
    form = RefusalForm()
    if not form.sent():
        return render_template("followup/refusal.html", invitation=invitation, form=form)
    note = form.note.data or ""
    answering.record_refusal(invitation, actor(), now(), note, version_shown())
    flash("回答の辞退を記録しました。締切までに回答があれば、回答に替わります。", "done")
    return redirect(url_for(".group", wave_id=wave_id, invitation_id=invitation_id), 303)


@pages.post("/<int:wave_id>/groups/<int:invitation_id>/reissue")
@needs({Role.OFFICER})
def reissue(wave_id: int, invitation_id: int) -> Response:
    actions.reissue(invitation_or_404(wave_id, invitation_id), actor(), now(), version_shown())
    flash("新しいリンクをメールで送りました。以前のリンクは使えません。", "done")
    return redirect(url_for(".group", wave_id=wave_id, invitation_id=invitation_id), 303)


@pages.post("/<int:wave_id>/groups/<int:invitation_id>/revoke")
@needs({Role.OFFICER})
def revoke(wave_id: int, invitation_id: int) -> Response:
    invitation = invitation_or_404(wave_id, invitation_id)
    actions.revoke(invitation, actor(), now(), reason_given(), version_shown())
    flash("リンクを無効にしました。", "done")
    return redirect(url_for(".group", wave_id=wave_id, invitation_id=invitation_id), 303)
