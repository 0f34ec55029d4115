"""The survey by personal link: no account, no script."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE
from otameshi.followup import actions
from otameshi.followup.forms import ReplyForm
from otameshi.web.access import needs

pages = Blueprint("followup", __name__, url_prefix="/survey")


@pages.after_request
def keep_the_link(response: Response) -> Response:
    """Let no other page and no cache learn the address, which is the key."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@pages.route("/<token>", methods=["GET", "POST"])
@needs(ANYONE)
def answer(token: str) -> str | Response:
    invitation = actions.open_to(token, now())
    if invitation is None:
        return make_response(render_template("followup/closed.html"), 404)
    form = ReplyForm()
    form.ask(invitation.wave.whole, invitation.reply.given if invitation.reply else {})
    if not form.sent():
        return render_template("followup/answer.html", invitation=invitation, form=form)
    actions.reply(token, form.answers, now())
    return redirect(url_for(".thanks"), 303)


@pages.get("/thanks")
@needs(ANYONE)
def thanks() -> str:
    """Say that the answer was taken. The address holds no key: the phone may be shared."""
    return render_template("followup/thanks.html")
