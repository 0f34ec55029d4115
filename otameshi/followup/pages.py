"""The survey by personal link: no account, no script, saved as one goes."""

from flask import Blueprint, g, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import in_japan, now
from otameshi.core.roles import ANYONE
from otameshi.core.states import Refused
from otameshi.followup import actions
from otameshi.followup.answering import actions as answering
from otameshi.followup.answering.extra import EXTRAS
from otameshi.followup.forms import ReplyForm
from otameshi.followup.models import Invitation
from otameshi.web import script, tabs, typed
from otameshi.web.access import needs
from otameshi.web.forms import version_of, version_shown
from otameshi.web.headers import keep_the_link
from otameshi.web.once import repeatable

pages = Blueprint("followup", __name__, url_prefix="/survey")
pages.after_request(keep_the_link)
SAVE, ASK, DECLINE = "save", "ask", "decline"
LEFT_OUT = frozenset({"version", "action"})


@pages.route("/<token>", methods=["GET", "POST"])
@needs(ANYONE)
def answer(token: str) -> str | Response:
    invitation = actions.open_to(token, now())
    if invitation is None:
        return make_response(render_template("followup/closed.html"), 404)
    # What was refused a moment ago is shown, not asked for again.
    pressed = "" if "refusal" in g else request.form.get("action", "")
    if pressed == SAVE:
        return _page(_keep(token), saved=True)
    if pressed == ASK:
        return render_template("followup/decline.html", invitation=_keep(token))
    if pressed == DECLINE:
        answering.decline(token, now(), version_shown())
        return redirect(url_for(".declined"), 303)
    return _answer(token, invitation)


def _answer(token: str, invitation: Invitation) -> str | Response:
    if request.method == "GET" and invitation.draft and "typed" not in g:
        typed.show(invitation.draft["fields"])
    form = _form(invitation)
    if not form.sent():
        return _page(invitation, form)
    reply = actions.reply(token, form.answers, now(), version_shown())
    for one in EXTRAS:
        one.keep(form, reply.invitation, reply.answered_at)
    tabs.saved()
    return redirect(url_for(".thanks"), 303)


def _form(invitation: Invitation) -> ReplyForm:
    form = ReplyForm()
    form.ask(invitation.wave.whole, invitation.reply.given if invitation.reply else {})
    for one in EXTRAS:
        one.add(form, invitation)
    return form


def _page(invitation: Invitation, form: ReplyForm | None = None, *, saved: bool = False) -> str:
    """Show the survey; what was just saved by halves stands there as it was typed."""
    return render_template(
        "followup/answer.html",
        invitation=invitation,
        form=form or _form(invitation),
        saved=saved,
        version=invitation.version if saved else version_of(invitation),
        extras=EXTRAS,
        saved_tabs=tabs.saved_lately(),
        unsent=request.method == "POST" or "kept" in g,
    )


def _keep(token: str) -> Invitation:
    sent = typed.fields_sent()
    if not sent:
        raise Refused("入力した内容が長すぎるため、途中で保存できません。短くしてください。")
    fields = [one for one in sent if one[0] not in LEFT_OUT]
    return answering.keep_draft(token, fields, now(), version_shown())


@pages.post("/<token>/typing")
@needs(ANYONE)
@repeatable
def typing(token: str) -> Response:
    """Keep what is being typed, for the script that saves as one goes."""
    invitation = actions.open_to(token, now())
    if invitation is None:
        return script.tell("このリンクは使えません。", 404)
    well_formed = bool(_form(invitation).validate())
    kept = _keep(token)
    return jsonify(version=kept.version, at=_clock(kept), whole=well_formed)


def _clock(invitation: Invitation) -> str:
    return f"{in_japan(invitation.draft_at):%H:%M}" if invitation.draft_at else ""


@pages.get("/thanks")
@needs(ANYONE)
def thanks() -> str:
    """Say that the answer was taken. The address holds no key: the phone may be shared."""
    return render_template("followup/thanks.html")


@pages.get("/declined")
@needs(ANYONE)
def declined() -> str:
    """Say that who was asked will not be asked again in this wave."""
    return render_template("followup/declined.html")
