"""A group's own page of 概算払."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.claims import seeing
from otameshi.claims.advancing import actions
from otameshi.claims.invoicing import rules
from otameshi.claims.invoicing.actions import asking
from otameshi.claims.invoicing.models import Advance
from otameshi.claims.invoicing.rules import ADVANCE
from otameshi.core.clock import now
from otameshi.core.roles import SIGNED_IN, Role
from otameshi.db import db
from otameshi.documents import issue
from otameshi.grants.models import Grant
from otameshi.web.access import actor, needs
from otameshi.web.download import send
from otameshi.web.forms import reason_given, version_shown

pages = Blueprint("advances", __name__, url_prefix="/claims/advances")


def grant_or_404(grant_id: int) -> Grant:
    mine = (one for one in seeing.grants_of(actor()) if one.id == grant_id)
    return next(mine, None) or abort(404)


def advance_or_404(advance_id: int) -> Advance:
    return actions.find(advance_id, actor()) or abort(404)


@pages.get("/<int:grant_id>")
@needs({Role.APPLICANT})
def show(grant_id: int) -> str:
    grant = grant_or_404(grant_id)
    room = asking.room_of(grant)
    found = db.session.scalars(actions.of_grant(grant, actor())).all()
    return render_template(
        "advancing/show.html",
        grant=grant,
        room=room,
        why_not=rules.why_not(room),
        advances=[
            (
                one,
                ADVANCE.open_to(actor().roles, one.state),
                db.session.scalars(actions.papers(one, actor())).all(),
            )
            for one in found
        ],
        own_page=rules.ADVANCE_OWN_PAGE,
        next=rules.ADVANCE_NEXT,
        tone=rules.ADVANCE_TONE,
    )


@pages.post("/<int:grant_id>/<int:advance_id>/<move>")
@needs({Role.APPLICANT})
def take(grant_id: int, advance_id: int, move: str) -> Response:
    advance = advance_or_404(advance_id)
    actions.take(advance, move, actor(), now(), reason_given(), version_shown())
    flash("手続きしました。", "done")
    return redirect(url_for(".show", grant_id=advance.grant_id), 303)


@pages.get("/papers/<int:advance_id>/<int:paper_id>")
@needs(SIGNED_IN)
def paper(advance_id: int, paper_id: int) -> Response:
    query = actions.papers(advance_or_404(advance_id), actor())
    found = db.session.scalar(query.where(issue.IssuedPaper.id == paper_id))
    return send((found or abort(404)).attachment)
