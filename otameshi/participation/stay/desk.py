"""The office reads the log of a group, and corrects it with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import inspect
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import now, today
from otameshi.core.roles import OFFICE, Role
from otameshi.db import db
from otameshi.participation.stay import actions
from otameshi.participation.stay.forms import CorrectionForm
from otameshi.participation.stay.months import (
    Month,
    asked_fill,
    filled_form,
    form_of,
    group_or_404,
    month_or_404,
)
from otameshi.participation.stay.reading import book, still_needed
from otameshi.participation.stay.rules import Fill, day_words
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown

pages = Blueprint("stay_desk", __name__, url_prefix="/desk/stay")
OFFICERS = frozenset({Role.OFFICER})
MONTH = "/<int:group_id>/<int:participant_id>/<int:year>-<int:month>"


@pages.get("/<int:group_id>")
@needs(OFFICE)
def index(group_id: int) -> str:
    """Show all months of a group, and what is still needed."""
    group = group_or_404(group_id)
    return render_template(
        "stay/desk_index.html",
        group=group,
        book=book(group, today()),
        needs=still_needed(group, today()),
    )


@pages.get(MONTH)
@needs(OFFICE)
def month(group_id: int, participant_id: int, year: int, month: int) -> str:
    """Show a month day by day, and who wrote it when."""
    shown = month_or_404(group_id, participant_id, year, month)
    return render_template(
        "stay/desk_month.html", month=shown, events=_events(shown), day_words=day_words
    )


def _events(shown: Month) -> list[history.Event]:
    if inspect(shown.sheet).transient:
        return []
    return list(db.session.scalars(history.of(shown.sheet)).unique())


@pages.route(f"{MONTH}/correct", methods=["GET", "POST"])
@needs(OFFICERS)
def correct(group_id: int, participant_id: int, year: int, month: int) -> str | Response:
    """Correct a month for the group, with the reason."""
    shown, how = month_or_404(group_id, participant_id, year, month), asked_fill()
    form = filled_form(CorrectionForm, shown, how) if how else form_of(CorrectionForm, shown)
    if how or not form.sent():
        return render_template(
            "stay/correct.html", month=shown, form=form, fills=list(Fill), filled=how
        )
    note = form["note"].data or ""
    actions.save(
        shown.who, shown.first, form.entries, actor(), now(), note=note, version=version_shown()
    )
    flash(f"{shown.who.name}の{shown.words}の滞在を訂正しました。", "done")
    here = url_for(
        ".month", group_id=group_id, participant_id=participant_id, year=year, month=month
    )
    return redirect(here, 303)
