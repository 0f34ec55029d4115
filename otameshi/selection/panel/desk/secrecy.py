"""The 守秘義務 of a year: what reviewers consent to, in versions."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.selection.panel.actions import secrecy as actions
from otameshi.selection.panel.desk.blueprint import OFFICERS, READERS, call_or_404, pages
from otameshi.selection.panel.forms import SecrecyForm
from otameshi.web.access import actor, needs
from otameshi.web.forms import given


@pages.get("/<int:call_id>/panel/secrecy")
@needs(READERS)
def secrecy(call_id: int) -> str:
    call = call_or_404(call_id)
    return render_template(
        "panel/secrecy.html",
        call=call,
        versions=actions.versions(call.year),
        works=actor().roles & OFFICERS,
    )


@pages.route("/<int:call_id>/panel/secrecy/edit", methods=["GET", "POST"])
@needs(OFFICERS)
def edit_secrecy(call_id: int) -> str | Response:
    call = call_or_404(call_id)
    latest = actions.latest(call.year)
    form = SecrecyForm(text=actions.suggested(call.year))
    if not form.sent():
        return render_template("panel/edit_secrecy.html", call=call, latest=latest, form=form)
    made = actions.publish(call.year, given(form.text.data), actor(), now())
    flash(f"守秘義務の文の第{made.number}版を定めました。", "done")
    return redirect(url_for(".secrecy", call_id=call_id), 303)
