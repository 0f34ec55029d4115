"""The people of the group: their list, and each one's page."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.applications import answering, looking_up, rules, saving
from otameshi.applications.correction.marking import mark
from otameshi.applications.forms import MemberForm
from otameshi.applications.models import Application
from otameshi.applications.pages.blueprint import (
    FILLERS,
    closed,
    framed,
    mine,
    outline,
    pages,
    untold,
)
from otameshi.applications.rules import PageName
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived
from otameshi.web.forms import version_shown
from otameshi.web.once import repeatable
from otameshi.web.readback import say_back


@pages.get("/<int:application_id>/members")
@needs(FILLERS)
def members(application_id: int) -> str | Response:
    around = outline(mine(application_id))
    if closed(around, PageName.MEMBERS):
        return redirect(url_for(".summary", application_id=application_id), 303)
    return framed(around, PageName.MEMBERS)


@pages.route("/<int:application_id>/members/<int:position>", methods=["GET", "POST"])
@needs(FILLERS)
def member(application_id: int, position: int) -> str | Response:
    application = mine(application_id)
    around = outline(application)
    if closed(around, PageName.MEMBERS, position):
        return redirect(url_for(".summary", application_id=application_id), 303)
    saving.recall(around, PageName.MEMBERS, position)
    form = _member_form(application, position)
    mark(form, around, PageName.MEMBERS, position)
    looked_up = looking_up.fill_in(form) if looking_up.asked() else ""
    if looking_up.asked() or not form.sent():
        if not 1 <= position <= around.places:
            abort(404)
        return render_template(
            "applications/member.html",
            application=application,
            here=PageName.MEMBERS,
            outline=around,
            form=form,
            saving=saving.beside(
                application,
                PageName.MEMBERS,
                form,
                lambda: _member_form(application, position),
                position,
            ),
            position=position,
            who=rules.member_title(position),
            looked_up=looked_up,
        )
    looking_up.take_choice(form)
    answers = form.answers()
    answering.save_member(application, position, answers, actor(), arrived(), version_shown())
    say_back(form)
    saving.saved(application, PageName.MEMBERS, position)
    flash(f"{rules.member_title(position)}を保存しました。", "done")
    after = outline(application)  # made anew: the answers are others now
    if untold(after, PageName.MEMBERS, position):
        return redirect(after.url(PageName.MEMBERS, position, "requirements"), 303)
    if after.awaits(PageName.MEMBERS):
        return redirect(url_for("corrections.show", application_id=application_id), 303)
    return redirect(url_for(".members", application_id=application_id), 303)


def _member_form(application: Application, position: int) -> MemberForm:
    known = application.members[position - 1 : position] if position else []
    if not known and position == 1 and application.entered_by:
        # The officer has typed the representative's name from the paper already.
        return MemberForm(name=application.applicant.name)
    return MemberForm.of(known[0] if known else None)


@pages.post("/<int:application_id>/members/<int:position>/typing")
@needs(FILLERS)
@repeatable
def type_member(application_id: int, position: int) -> Response:
    application = mine(application_id)
    if not 1 <= position <= outline(application).places:
        abort(404)
    form = _member_form(application, position)

    def save() -> None:
        answering.save_member(application, position, form.answers(), actor(), arrived())

    return saving.keep(application, PageName.MEMBERS, form, save, position)


@pages.post("/<int:application_id>/members/<int:position>/remove")
@needs(FILLERS)
def remove_member(application_id: int, position: int) -> Response:
    application = mine(application_id)
    answering.remove_member(application, position, actor(), arrived(), version_shown())
    flash(f"{rules.member_title(position)}を削除しました。", "done")
    return redirect(url_for(".members", application_id=application_id), 303)
