"""The representative asks a member; the member answers by the personal link, without an account."""

from http import HTTPStatus

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from otameshi.applications import actions as applications
from otameshi.applications import looking_up
from otameshi.applications.members import actions
from otameshi.applications.members.forms import AskForm, OwnPartForm
from otameshi.applications.models import Application
from otameshi.applications.rules import member_title
from otameshi.applications.window import second_in_words
from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived
from otameshi.web.forms import given, version_shown
from otameshi.web.headers import keep_the_link
from otameshi.web.readback import say_back

pages = Blueprint("members", __name__)
pages.after_request(keep_the_link)

HERE = "/applications/<int:application_id>/members/<int:position>"


def mine(application_id: int) -> Application:
    own = applications.own(actor()).where(
        Application.id == application_id, Application.applicant_id == actor().id
    )
    return db.session.scalar(own) or abort(404)


def _list(application_id: int) -> Response:
    return redirect(url_for("applications.members", application_id=application_id), 303)


@pages.route(f"{HERE}/ask", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def ask(application_id: int, position: int) -> str | Response:
    """Ask a member, or somebody who becomes one, to fill in the own part."""
    application = mine(application_id)
    last = min(application.call.year.group_limit, len(application.members) + 1)
    if not 1 < position <= last or not application.members:
        abort(404)
    if request.method == "GET" and not actions.may_ask(application, now()):
        return _list(application_id)
    known = application.members[position - 1].name if position <= len(application.members) else ""
    form = AskForm.of(known)
    if not form.sent():
        return render_template(
            "members/ask.html",
            application=application,
            form=form,
            who=member_title(position),
            known=known,
        )
    name = given(form.name.data) if form.name else known
    email = given(form.email.data)
    to = actions.Invitee(position, email, name)
    actions.ask(application, to, actor(), arrived(), version_shown())
    flash(f"{name}様（{email}）に、入力と同意をお願いするメールを送りました。", "done")
    return _list(application_id)


@pages.post(f"{HERE}/revoke")
@needs({Role.APPLICANT})
def revoke(application_id: int, position: int) -> Response:
    application = mine(application_id)
    actions.revoke(application, position, actor(), arrived(), version_shown())
    flash("依頼を取り消しました。送ったリンクは使えなくなりました。", "done")
    return _list(application_id)


@pages.route("/members/<token>", methods=["GET", "POST"])
@needs(ANYONE)
def answer(token: str) -> str | Response:
    own = actions.open_to(token, now())
    if own is None:
        gone = actions.known(token)
        page = render_template("members/closed.html")
        return make_response(page, HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND)
    form = OwnPartForm.for_member(own.member, own.application.call.year)
    told = looking_up.fill_in(form) if looking_up.asked() else ""
    if looking_up.asked() or not form.sent():
        return render_template(
            "members/answer.html",
            form=form,
            told=told,
            call=own.application.call,
            inviter=actions.inviter(own.application),
            until=second_in_words(actions.until(own.application, own.request)),
        )
    looking_up.take_choice(form)
    # The form holds that each statement is declared.
    consented = bool(form.consented.data)
    actions.answer(token, form.answers(), arrived(), pledged=True, consented=consented)
    say_back(form)
    return redirect(url_for(".thanks"), 303)


@pages.get("/members/thanks")
@needs(ANYONE)
def thanks() -> str:
    """Say that it was taken. The address holds no key: the phone may be shared."""
    return render_template("members/thanks.html")
