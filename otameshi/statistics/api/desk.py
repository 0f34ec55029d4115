"""Administrators issue tokens for other programs, and end them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.statistics.api import actions, rules
from otameshi.statistics.api.forms import TokenForm
from otameshi.statistics.api.models import ApiToken
from otameshi.web.access import actor, needs
from otameshi.web.forms import given, version_shown
from otameshi.web.paging import paged

pages = Blueprint("tokens", __name__, url_prefix="/desk/tokens")

ADMIN = {Role.ADMIN}


@pages.get("/")
@needs(ADMIN)
def index() -> str:
    return render_template(
        "tokens/index.html",
        page=paged(actions.tokens().options(joinedload(ApiToken.made_by))),
        at=now(),
        tone=rules.TONE,
        standing=rules.Standing,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(ADMIN)
def issue() -> str:
    """Show the token once, as the answer to the form; the page cannot be opened again."""
    form = TokenForm()
    if not form.sent():
        return render_template("tokens/new.html", form=form, most=rules.MOST_A_MINUTE)
    token, text = actions.issue(
        given(form.name.data), form.scopes.data or [], given(form.life.data), actor(), now()
    )
    return render_template("tokens/issued.html", token=token, text=text)


@pages.post("/<int:token_id>/revoke")
@needs(ADMIN)
def revoke(token_id: int) -> Response:
    token = actions.revoke(token_id, actor(), now(), version_shown())
    flash(f"トークン「{token.name}」を取り消しました。もう使えません。", "done")
    return redirect(url_for(".index"), 303)
