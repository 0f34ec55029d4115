"""The office's page of extended deadlines; a manager extends and revokes."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.applications.extension import actions, rules
from otameshi.applications.extension.forms import ExtensionForm
from otameshi.applications.extension.models import Extension
from otameshi.applications.window import second_in_words
from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.programme.models import Call
from otameshi.web.access import actor, needs
from otameshi.web.asked import asked, asked_key
from otameshi.web.forms import given, reason_given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("extensions", __name__, url_prefix="/desk/extensions")


def _extendable(at: datetime) -> list[Call]:
    """Return the calls whose deadline can still be put off for somebody."""
    query = select(Call).options(joinedload(Call.year)).where(Call.opens_at <= at)
    recent = query.where(Call.closes_at > at - rules.LONGEST)
    return list(db.session.scalars(recent.order_by(Call.closes_at.desc())))


@pages.get("/")
@needs(OFFICE)
def index() -> str:
    at, person = now(), actor()
    whole = joinedload(Extension.call).joinedload(Call.year)
    people = joinedload(Extension.granted_by), joinedload(Extension.revoked_by)
    query = actions.listed(asked_key("call")).options(whole, *people, joinedload(Extension.person))
    return render_template(
        "extensions/index.html",
        page=paged(query),
        may_extend=person.has(Role.MANAGER) and bool(_extendable(at)),
        moves=lambda one: rules.EXTENSION.open_to(person.roles, one.state),
        tone=rules.TONE,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.MANAGER})
def new() -> str | Response:
    at = now()
    calls = _extendable(at)
    form = ExtensionForm(data={"closes_time": "17:00", "email": asked("email")})
    form.offer(calls)
    if not form.sent():
        deadlines = [(one, second_in_words(one.closes_at)) for one in calls]
        return render_template(
            "extensions/new.html", form=form, deadlines=deadlines, days=rules.LONGEST.days
        )
    call = next((one for one in calls if one.id == form.call_id.data), None) or abort(404)
    email, reason = given(form.email.data), given(form.note.data)
    found = actions.grant(call, email, form.closes_at, reason, actor(), at)
    until = second_in_words(found.closes_at)
    flash(f"{found.email}の締切を{until}まで延ばし、お知らせしました。", "done")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:extension_id>/<any(revoke):move>")
@needs({Role.MANAGER})
def take(extension_id: int, move: str) -> Response:
    del move  # the only one that a standing extension knows
    found = db.session.scalar(actions.listed().where(Extension.id == extension_id)) or abort(404)
    actions.revoke(found, reason_given(), actor(), now(), version_shown())
    flash(f"{found.email}の締切の延長を取り消し、お知らせしました。", "done")
    return redirect(url_for(".index"), 303)
