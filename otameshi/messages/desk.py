"""The office's side: the inbox, the answers, and one text to many."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE
from otameshi.db import db
from otameshi.messages import actions, mailing, reading
from otameshi.messages.forms import AssignForm, MessageForm, NewMessageForm
from otameshi.messages.models import Mailing, Recipient, Thread
from otameshi.messages.rules import ANSWERING, MOST_FILES, TONE, State, buttons
from otameshi.programme.models import Call
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked
from otameshi.web.download import send
from otameshi.web.forms import PageForm, given, is_number, reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("messages_desk", __name__, url_prefix="/desk/messages")


@pages.app_template_global("may_write_messages")
def may_write() -> bool:
    """Say whether a page of the office shows the button that begins a message."""
    return actor().has(*ANSWERING)


def _thread(thread_id: int) -> Thread:
    return db.session.get(Thread, thread_id) or abort(404)


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    wanted = asked("state")
    state = State(wanted) if wanted in set(State) else None
    mine = asked("mine") == "1"
    page = paged(reading.inbox(state, actor().id if mine else None, asked("q")))
    return render_template(
        "messages/desk_index.html",
        page=page,
        latest=reading.latest(page.rows),
        state=state,
        states=State,
        mine=mine,
        words=asked("q"),
        tone=TONE,
        answers=actor().has(*ANSWERING),
    )


@pages.route("/<int:thread_id>", methods=["GET", "POST"])
@needs(OFFICE)
def show(thread_id: int) -> str | Response:
    thread, form = _thread(thread_id), MessageForm()
    if not form.sent():
        return render_template("messages/desk_show.html", **_shown(thread, form))
    body = given(form.body.data)
    actions.answer(thread_id, body, form.chosen(), actor(), now(), version_shown())
    flash("返信しました。メールでもお知らせします。", "done")
    return redirect(url_for(".show", thread_id=thread_id), 303)


def _shown(thread: Thread, form: MessageForm) -> dict[str, Any]:
    roles = actor().roles
    choice = AssignForm(prefix="assign-")
    choice.offer(reading.colleagues(), thread.assignee_id)
    return {
        "thread": thread,
        "form": form,
        "choice": choice,
        "page": paged(reading.said_in(thread)),
        "moves": buttons(roles, thread.state),
        "answers": bool(roles.intersection(ANSWERING)) and thread.person.closed_at is None,
        "assigns": bool(roles.intersection(ANSWERING)) and thread.state is not State.CLOSED,
        "events": db.session.scalars(history.of(thread)).unique().all(),
        "most": MOST_FILES,
        "tone": TONE,
    }


@pages.post("/<int:thread_id>/moves/<move>")
@needs(ANSWERING)
def take(thread_id: int, move: str) -> Response:
    _thread(thread_id)
    actions.take(thread_id, move, reason_given(), actor(), now(), version_shown())
    flash("記録しました。", "done")
    return redirect(url_for(".show", thread_id=thread_id), 303)


@pages.post("/<int:thread_id>/assign")
@needs(ANSWERING)
def assign(thread_id: int) -> Response:
    thread, form = _thread(thread_id), AssignForm(prefix="assign-")
    form.offer(reading.colleagues(), None)
    chosen = form.assignee.data if form.sent() else abort(400)
    actions.assign(thread.id, chosen, actor(), now(), version_shown())
    flash("返信する担当を決めました。" if chosen else "担当を外しました。", "done")
    return redirect(url_for(".show", thread_id=thread_id), 303)


@pages.get("/<int:thread_id>/files/<int:file_id>")
@needs(OFFICE)
def file(thread_id: int, file_id: int) -> Response:
    found = reading.file_in(_thread(thread_id), file_id) or abort(404)
    return send(found.attachment)


def _mailing(mailing_id: int) -> Mailing:
    people = selectinload(Mailing.recipients).selectinload(Recipient.person)
    found = reading.mailings().where(Mailing.id == mailing_id).options(people)
    return db.session.scalar(found) or abort(404)


@pages.get("/mailings")
@needs(OFFICE)
def mailings() -> str:
    page = paged(reading.mailings())
    counts = reading.recipients(page.rows)
    return render_template("messages/mailings.html", page=page, counts=counts)


@pages.post("/mailings/begin")
@needs(ANSWERING)
def begin() -> Response:
    """Take whom a list has marked: the field `to` holds the number of a person each time."""
    ids = {int(one) for one in request.form.getlist("to") if is_number(one)}
    made = mailing.begin(ids, actor(), now())
    return redirect(url_for(".edit", mailing_id=made.id), 303)


@pages.route("/mailings/<int:mailing_id>", methods=["GET", "POST"])
@needs(ANSWERING)
def edit(mailing_id: int) -> str | Response:
    found = _mailing(mailing_id)
    form = NewMessageForm(data={"body": found.body})
    form.offer(reading.calls(found.call_id), found.call_id)
    if not form.sent():
        people = mailing.who_gets(found)
        return render_template(
            "messages/edit.html", mailing=found, people=people, form=form, most=MOST_FILES
        )
    call = db.session.get(Call, form.call.data) if form.call.data else None
    draft = mailing.Draft(call, given(form.body.data), form.chosen())
    mailing.save(mailing_id, draft, actor(), now(), version_shown())
    return redirect(url_for(".check", mailing_id=mailing_id), 303)


@pages.route("/mailings/<int:mailing_id>/check", methods=["GET", "POST"])
@needs(OFFICE)
def check(mailing_id: int) -> str | Response:
    """Show what is sent to whom, before it is sent and ever after."""
    found = _mailing(mailing_id)
    form = PageForm()
    if not form.sent():
        people = mailing.who_gets(found)
        mine = actor().has(*ANSWERING)
        return render_template(
            "messages/check.html", mailing=found, people=people, answers=mine, form=form
        )
    shown = request.form.get("counted", "")
    counted = int(shown) if is_number(shown) else None
    sent = mailing.send(mailing_id, counted, actor(), now(), version_shown())
    flash(f"{sent}人にメッセージを送りました。メールでもお知らせします。", "done")
    return redirect(url_for(".index"), 303)


@pages.post("/mailings/<int:mailing_id>/files/<int:file_id>/remove")
@needs(ANSWERING)
def remove_file(mailing_id: int, file_id: int) -> Response:
    _mailing(mailing_id)
    mailing.take_out(mailing_id, file_id, actor(), now())
    flash("ファイルを外しました。", "done")
    return redirect(url_for(".edit", mailing_id=mailing_id), 303)


@pages.post("/mailings/<int:mailing_id>/drop")
@needs(ANSWERING)
def drop(mailing_id: int) -> Response:
    _mailing(mailing_id)
    mailing.drop(mailing_id, actor(), now(), version_shown())
    flash("このメッセージを取りやめました。誰にも送っていません。", "done")
    return redirect(url_for(".index"), 303)
