"""Every letter, its state, its text as sent; in the demonstration, the mailbox of everybody."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, OFFICE
from otameshi.db import db
from otameshi.desk import actions, relinking
from otameshi.documents.post import Fate, Letter
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked
from otameshi.web.forms import MoveForm
from otameshi.web.paging import paged

pages = Blueprint("outbox", __name__, url_prefix="/desk/outbox")

LETTERS_IN_FULL = 20


def _demonstration() -> bool:
    return bool(current_app.config["DEMONSTRATION"])


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    fate = Fate(asked("fate")) if asked("fate") in set(Fate) else None
    page = paged(actions.letters(fate, asked("q")))
    return render_template("outbox/index.html", page=page, fate=fate, fates=Fate, words=asked("q"))


@pages.get("/<int:letter_id>")
@needs(OFFICE)
def show(letter_id: int) -> str:
    letter = db.session.get(Letter, letter_id) or abort(404)
    return render_template(
        "outbox/show.html",
        letter=letter,
        readable=actions.may_read(actor(), letter, demonstration=_demonstration()),
        demonstration=_demonstration(),
        may_resend=actions.may_resend(actor(), letter),
        instead=relinking.instead(letter) if letter.blanked_at else "",
        events=db.session.scalars(history.of(letter)).all(),
    )


@pages.post("/<int:letter_id>/resend")
@needs(actions.MAY_RESEND)
def resend(letter_id: int) -> Response:
    form = MoveForm()
    if not form.sent():
        abort(400)
    letter = db.session.get(Letter, letter_id) or abort(404)
    actions.resend(letter.id, actor(), now())
    flash("もう一度送信待ちにしました。まもなく送信します。", "done")
    return redirect(url_for(".show", letter_id=letter_id), 303)


@needs(ANYONE)
def demonstration() -> str:
    """Show every letter to everybody, so that a link sent by mail can be followed without mail."""
    if not _demonstration():
        abort(404)
    page = paged(actions.mailboxes(asked("q")), LETTERS_IN_FULL)
    return render_template("outbox/demonstration.html", page=page, words=asked("q"))


@pages.record_once
def _outside_the_desk(state: BlueprintSetupState) -> None:
    """Give the demonstration's page an address that does not look like the office's own."""
    state.app.add_url_rule("/outbox", "outbox.demonstration", demonstration)
