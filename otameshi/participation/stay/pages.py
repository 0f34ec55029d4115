"""The representative keeps the log of the group, a month of one member at a time."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.participation.stay import actions
from otameshi.participation.stay.forms import MonthForm
from otameshi.participation.stay.months import (
    asked_fill,
    filled_form,
    form_of,
    group_or_404,
    month_or_404,
)
from otameshi.participation.stay.reading import book, still_needed
from otameshi.participation.stay.rules import Fill
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown

pages = Blueprint("stay", __name__, url_prefix="/stay")
APPLICANTS = frozenset({Role.APPLICANT})


@pages.get("/<int:group_id>")
@needs(APPLICANTS)
def index(group_id: int) -> str:
    """Show all months of the group, and what is still needed."""
    group = group_or_404(group_id)
    return render_template(
        "stay/index.html",
        group=group,
        book=book(group, today()),
        needs=still_needed(group, today()),
    )


@pages.route("/<int:group_id>/<int:participant_id>/<int:year>-<int:month>", methods=["GET", "POST"])
@needs(APPLICANTS)
def month(group_id: int, participant_id: int, year: int, month: int) -> str | Response:
    """Tick a month: a fill button shows the page again with more on it, and saves nothing."""
    shown, how = month_or_404(group_id, participant_id, year, month), asked_fill()
    form = filled_form(MonthForm, shown, how) if how else form_of(MonthForm, shown)
    if how or not form.sent():
        return render_template(
            "stay/month.html", month=shown, form=form, fills=list(Fill), filled=how
        )
    actions.save(shown.who, shown.first, form.entries, actor(), now(), version=version_shown())
    flash(f"{shown.who.name}の{shown.words}の滞在を保存しました。", "done")
    return redirect(url_for(".index", group_id=group_id), 303)
