"""The pages of a draft begun without an account: how it becomes an account's, and how it ends."""

from datetime import datetime

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField

from otameshi.applications import actions, adopting, unsaved
from otameshi.applications.models import Application
from otameshi.applications.waiting import TAKEN, waiting
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.people import Guest, Person
from otameshi.web import guests, visit
from otameshi.web.access import actor, needs
from otameshi.web.forms import Chosen, PageForm, Required, given, keep_attempt, options

pages = Blueprint("visiting", __name__, url_prefix="/applications")

SHOWN = "handover_shown"


class NumberForm(PageForm):
    number = StringField(
        "引継ぎ番号",
        validators=[Required()],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 40},
    )


class ChoiceForm(PageForm):
    keep = RadioField("残す応募", validators=[Chosen()])


def entered(guest: Guest, person: Person, at: datetime) -> None:
    """Give what was begun in this browser to whoever has signed in there, and say so."""
    if adopting.may_adopt(person) and adopting.drafts_of(guest):
        _take(guest, person, at)


visit.ENTERED.append(entered)


def _take(guest: Guest, person: Person, at: datetime) -> Response:
    given_now = list(adopting.drafts_of(guest))
    left = adopting.adopt(guest, person, at)
    if left:
        g.lead_to = url_for("visiting.two_drafts")
        return redirect(g.lead_to, 303)
    guests.leave()
    flash("登録前に入力した応募を、あなたの応募として保存しました。続きを入力できます。", "done")
    g.lead_to = url_for("applications.summary", application_id=given_now[-1].id)
    return redirect(g.lead_to, 303)


def _begun_here(application_id: int) -> tuple[Application, Guest]:
    """Return what this browser began without an account, and as whom."""
    own = actions.own(actor()).where(Application.id == application_id)
    found = db.session.scalar(own) or abort(401 if actor().has(Role.VISITOR) else 404)
    guest = guests.of_this_browser()
    if guest is None or guest.person is not found.applicant:
        raise Refused("この応募は、すでにあなたの登録と結び付いています。")
    return found, guest


@pages.get("/<int:application_id>/prove")
@needs({Role.APPLICANT, Role.VISITOR})
def prove(application_id: int) -> str:
    """Say how a draft becomes one's own and can be submitted."""
    application, guest = _begun_here(application_id)
    number, until = session.get(SHOWN, ["", 0])
    return render_template(
        "applications/prove.html",
        application=application,
        guest=guest,
        number=number if until > now().timestamp() and guest.handover_hash else "",
        minutes=int(adopting.NUMBER_LIVES.total_seconds() // 60),
    )


@pages.post("/<int:application_id>/handover-number")
@needs({Role.APPLICANT, Role.VISITOR})
def offer_number(application_id: int) -> Response:
    _, guest = _begun_here(application_id)
    at = now()
    number = adopting.offer_number(guest, at)
    session[SHOWN] = [number, (at + adopting.NUMBER_LIVES).timestamp()]
    return redirect(url_for(".prove", application_id=application_id) + "#handover", 303)


@pages.post("/<int:application_id>/discard")
@needs({Role.APPLICANT, Role.VISITOR})
def discard(application_id: int) -> Response:
    """Remove everything begun in this browser, as on a shared computer."""
    _, guest = _begun_here(application_id)
    adopting.discard(guest, now())
    guests.leave()
    flash("この端末で入力した応募を消しました。", "done")
    return redirect("/", 303)


@pages.route("/handover", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def handover() -> str | Response:
    """Take over, by its number, what was begun on another device."""
    form = NumberForm()
    if form.sent():
        at = now()
        address = request.remote_addr or ""
        guest = adopting.with_number(given(form.number.data), actor(), address, at)
        if guest is not None:
            session[TAKEN] = guest.id
            return _take(guest, actor(), at)
        form.number.errors = ["この番号は使えません。番号と、30分の期限を確かめてください。"]
        keep_attempt()
    return render_template("applications/handover.html", form=form)


@pages.route("/two-drafts", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def two_drafts() -> str | Response:
    """Ask which of two drafts to the same call stays; the other can still be read."""
    guest = waiting()
    drafts = adopting.drafts_of(guest) if guest else []
    if guest is None or not drafts:
        return redirect(url_for("applications.index"), 303)
    draft = drafts[0]
    own = actions.alive(draft.call, actor())
    form = ChoiceForm()
    pairs = [("guest", "登録前に始めた応募"), ("own", "あなたの登録にある応募")]
    form.keep.choices = options(pairs[own is not None and own.number is not None :])
    if not form.sent():
        unfinished = {one.id: unsaved.unfinished(one) for one in (draft, own) if one}
        return render_template(
            "applications/two_drafts.html", form=form, draft=draft, own=own, unfinished=unfinished
        )
    adopting.choose(draft, guest, actor(), given(form.keep.data), now())
    if len(drafts) == 1:
        guests.leave()
        session.pop(TAKEN, None)
    flash("応募を1つにしました。もう一方は「取り下げました」として、読むことができます。", "done")
    return redirect(url_for("applications.index"), 303)
