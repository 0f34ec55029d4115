"""The applicant's side of a conversation with the office."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.messages import actions, reading
from otameshi.messages.forms import MessageForm, NewMessageForm
from otameshi.messages.models import Thread
from otameshi.messages.rules import MOST_FILES, TONE
from otameshi.programme.models import Call
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked_key
from otameshi.web.download import send
from otameshi.web.forms import given
from otameshi.web.paging import paged

pages = Blueprint("messages", __name__, url_prefix="/messages")

SENT = "メッセージを送りました。返信があると、メールとこのページでお知らせします。"


def _mine(thread_id: int) -> Thread:
    own = reading.own(actor()).where(Thread.id == thread_id)
    return db.session.scalar(own) or abort(404)


@pages.get("/")
@needs({Role.APPLICANT})
def index() -> str:
    page = paged(reading.own(actor()))
    return render_template(
        "messages/index.html",
        page=page,
        latest=reading.latest(page.rows),
        new=reading.unseen_by_thread(actor()),
        tone=TONE,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def new() -> str | Response:
    """Begin a conversation; where there is one about the same call, it is gone on with."""
    form, asked = NewMessageForm(), asked_key("call")
    form.offer(reading.calls(asked), asked)
    if not form.sent():
        found = _begun(asked) if not form.is_submitted() else None
        if found is not None:
            return redirect(url_for(".show", thread_id=found.id), 303)
        return render_template("messages/new.html", form=form, most=MOST_FILES)
    call = db.session.get(Call, form.call.data) if form.call.data else None
    thread = actions.write(call, given(form.body.data), form.chosen(), actor(), now())
    flash(SENT, "done")
    return redirect(url_for(".show", thread_id=thread.id), 303)


def _begun(call_id: int | None) -> Thread | None:
    call = db.session.get(Call, call_id) if call_id is not None else None
    return reading.own_about(actor(), call) if call is not None else None


@pages.route("/<int:thread_id>", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def show(thread_id: int) -> str | Response:
    thread, form = _mine(thread_id), MessageForm()
    if not form.sent():
        return render_template(
            "messages/show.html",
            thread=thread,
            form=form,
            page=paged(reading.said_in(thread)),
            unseen=reading.unseen_in(thread),
            most=MOST_FILES,
            tone=TONE,
        )
    actions.write(thread.call, given(form.body.data), form.chosen(), actor(), now())
    flash(SENT, "done")
    return redirect(url_for(".show", thread_id=thread_id), 303)


@pages.post("/<int:thread_id>/seen")
@needs({Role.APPLICANT})
def seen(thread_id: int) -> Response:
    actions.mark_seen(_mine(thread_id), actor(), now())
    flash("確認したことを事務局に伝えました。", "done")
    return redirect(url_for(".show", thread_id=thread_id), 303)


@pages.get("/<int:thread_id>/files/<int:file_id>")
@needs({Role.APPLICANT})
def file(thread_id: int, file_id: int) -> Response:
    found = reading.file_in(_mine(thread_id), file_id) or abort(404)
    return send(found.attachment)
