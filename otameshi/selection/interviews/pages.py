"""The candidate's page of the interview: by the personal link, or signed in."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template
from flask import url_for as address
from werkzeug.wrappers import Response as Answer

from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, Role
from otameshi.db import db
from otameshi.selection.interviews import actions, documents
from otameshi.selection.interviews.actions import Candidate
from otameshi.selection.interviews.forms import ChoiceForm, by_day, row_number
from otameshi.selection.interviews.models import Interview
from otameshi.selection.interviews.rules import (
    OPEN,
    TONE,
    State,
    change_until,
    end_in_words,
    in_words,
)
from otameshi.web.access import actor, needs
from otameshi.web.headers import keep_the_link
from otameshi.web.sheets import attached

pages = Blueprint("interviews", __name__)
pages.after_request(keep_the_link)

DONE = {
    "choose": "面談の日時が決まりました。確認のメールを送りました。",
    "ask": "ご希望を事務局に伝えました。日時が決まったら、メールでお知らせします。",
    "decline": "面談の辞退を受け付けました。",
}


def _closed(token: str) -> Response:
    known = actions.linked(token) is not None
    page = render_template("interviews/closed.html")
    return make_response(page, HTTPStatus.GONE if known else HTTPStatus.NOT_FOUND)


@pages.route("/interview/<token>", methods=["GET", "POST"])
@needs(ANYONE)
def by_link(token: str) -> str | Answer:
    one = actions.opened(token, now())
    if one is None:
        return _closed(token)
    calendar = address(".calendar_by_link", token=token)
    return _page(one, Candidate(token=token), calendar, lambda: _after(token))


def _after(token: str) -> str:
    """Return where to go next: once declined, the link shows nothing more."""
    live = actions.opened(token, now())
    return address(".by_link", token=token) if live else address(".thanks")


@pages.get("/interview/thanks")
@needs(ANYONE)
def thanks() -> str:
    """Say that it was taken. The address holds no key: the phone may be shared."""
    return render_template("interviews/thanks.html")


@pages.get("/interview/<token>/calendar.ics")
@needs(ANYONE)
def calendar_by_link(token: str) -> Answer:
    one = actions.opened(token, now())
    return _closed(token) if one is None else _calendar(one)


def _mine(interview_id: int) -> Interview:
    own = actions.own(actor()).where(Interview.id == interview_id)
    return db.session.scalar(own) or abort(404)


@pages.route("/my/interviews/<int:interview_id>", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def own(interview_id: int) -> str | Answer:
    one = _mine(interview_id)
    here = address(".own", interview_id=interview_id)
    calendar = address(".calendar", interview_id=interview_id)
    return _page(one, Candidate(actor()), calendar, lambda: here)


@pages.get("/my/interviews/<int:interview_id>/calendar.ics")
@needs({Role.APPLICANT})
def calendar(interview_id: int) -> Answer:
    return _calendar(_mine(interview_id))


def _calendar(one: Interview) -> Answer:
    if one.slot is None or one.state not in OPEN:
        abort(404)
    to = one.candidacy.application.applicant.email
    [file] = documents.enclosed(one, one.slot, to, now())
    return attached(make_response(file.text, {"Content-Type": file.media_type}), file.name)


def _page(one: Interview, who: Candidate, calendar: str, after: Callable[[], str]) -> str | Answer:
    form = ChoiceForm()
    if not form.sent():
        return _shown(one, form, calendar, signed_in=who.person is not None)
    name, at = form.action.data or "", now()
    if name == "choose":
        actions.choose(one, row_number(form.slot.data) or 0, who, at)
    elif name == "ask":
        actions.ask(one, form.wish.data or "", who, at)
    elif name == "decline":
        actions.decline(one, form.reason.data or "", who, at)
    else:
        abort(400)
    flash(DONE[name], "done")
    return redirect(after(), 303)


def _shown(one: Interview, form: ChoiceForm, calendar: str, *, signed_in: bool) -> str:
    at, held, fact = now(), one.round, one.fact
    live = actions.under_way(one.candidacy)
    may_choose = live and fact.may_choose(held.terms, at)
    slot = one.slot
    return render_template(
        "interviews/own.html",
        one=one,
        held=held,
        call=held.call,
        year=held.call.year,
        form=form,
        calendar=calendar,
        signed_in=signed_in,
        days=by_day(actions.free(held, at)) if may_choose else [],
        may_choose=may_choose,
        live=live,
        may_decline=live and fact.may_decline(at),
        booked=one.state is State.BOOKED,
        until=in_words(held.choose_until),
        change_until=end_in_words(change_until(slot.starts_at, held.change_days)) if slot else "",
        tone=TONE,
    )
