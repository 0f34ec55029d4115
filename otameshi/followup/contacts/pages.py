"""Ending the consent to be written to, by the link of a letter: no account, no script."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE
from otameshi.followup.contacts import actions, survey_part
from otameshi.followup.contacts.reading import known_of
from otameshi.followup.contacts.rules import How, masked
from otameshi.web.access import needs
from otameshi.web.headers import keep_the_link

pages = Blueprint("contacts", __name__, url_prefix="/contacts")
pages.after_request(keep_the_link)
# What the page of a survey asks besides its questions.
PART = survey_part.PART


@pages.get("/<token>")
@needs(ANYONE)
def show(token: str) -> str | Response:
    contact = actions.behind(token)
    if contact is None:
        return make_response(render_template("contacts/closed.html"), 404)
    participant = contact.participant
    email = known_of([participant.group]).email(participant)
    return render_template(
        "contacts/show.html",
        token=token,
        consent=contact.consent,
        masked=masked(email),
        year=participant.group.year,
    )


@pages.post("/<token>")
@needs(ANYONE)
def withdraw(token: str) -> Response:
    contact = actions.behind(token)
    if contact is None:
        return make_response(render_template("contacts/closed.html"), 404)
    actions.withdraw(contact, How.LINK, None, now())
    return redirect(url_for(".ended"), 303)


@pages.get("/ended")
@needs(ANYONE)
def ended() -> str:
    """Say that it is done. The address holds no key: the phone may be shared."""
    return render_template("contacts/ended.html")
