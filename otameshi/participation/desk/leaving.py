"""Places given up before the stay, groups that give up, and members who leave or join."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.participation import actions
from otameshi.participation.desk.blueprint import OFFICERS, group_or_404, pages
from otameshi.participation.forms import CancelForm, GivenUpForm, JoiningForm, LeavingForm
from otameshi.selection.models import Candidacy
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown


@pages.route("/offers/<int:candidacy_id>/decline", methods=["GET", "POST"])
@needs(OFFICERS)
def decline(candidacy_id: int) -> str | Response:
    """Record that a place is given up before it was accepted: by telephone, paper or silence."""
    one = db.session.get(Candidacy, candidacy_id) or abort(404)
    form = GivenUpForm()
    if not form.sent():
        return render_template("participation/given_up.html", one=one, group=None, form=form)
    how, note = given(form.how.data), form.note.data or ""
    actions.record_decline(one, actor(), now(), how, note, version_shown())
    flash(f"{one.title}の辞退を記録し、本人に知らせました。", "done")
    return redirect(url_for("decision_desk.line", call_id=one.application.call_id), 303)


@pages.route("/<int:group_id>/cancel", methods=["GET", "POST"])
@needs(OFFICERS)
def cancel(group_id: int) -> str | Response:
    """Record that a group which had accepted does not come after all."""
    group, form = group_or_404(group_id), CancelForm()
    if not form.sent():
        one = group.candidacy
        return render_template("participation/given_up.html", one=one, group=group, form=form)
    how, note = given(form.how.data), form.note.data or ""
    actions.cancel(group, actor(), now(), how, note, version_shown())
    flash(f"{group.title}の辞退を記録し、本人に知らせました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/leave", methods=["GET", "POST"])
@needs(OFFICERS)
def leave(group_id: int) -> str | Response:
    group = group_or_404(group_id)
    form = LeavingForm()
    if not form.sent():
        return render_template("participation/leave.html", group=group, form=form, who=None)
    left_on = given(form.left_on.data)
    actions.leave(group, actor(), now(), left_on, form.note.data or "", version_shown())
    flash(f"{group.title}の途中辞退を記録しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/members/<int:participant_id>/leave", methods=["GET", "POST"])
@needs(OFFICERS)
def member_left(group_id: int, participant_id: int) -> str | Response:
    group = group_or_404(group_id)
    who = next((one for one in group.people if one.id == participant_id), None) or abort(404)
    form = LeavingForm()
    if not form.sent():
        return render_template("participation/leave.html", group=group, form=form, who=who)
    left_on = given(form.left_on.data)
    actions.member_left(who, actor(), now(), left_on, form.note.data or "", version_shown())
    flash(f"{who.name}の離脱を記録しました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)


@pages.route("/<int:group_id>/members/join", methods=["GET", "POST"])
@needs(OFFICERS)
def member_joined(group_id: int) -> str | Response:
    """Record a member who joins while the group takes part."""
    group, form = group_or_404(group_id), JoiningForm()
    if not form.sent():
        return render_template("participation/join.html", group=group, form=form)
    who = form.joining()
    actions.member_joined(group, who, actor(), now(), form.note.data or "", version_shown())
    flash(f"{who.name}をメンバーに加えました。", "done")
    return redirect(url_for(".show", group_id=group_id), 303)
