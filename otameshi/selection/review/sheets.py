"""The list of own sheets; one sheet beside its application; the moves a reviewer can take."""

from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi.applications import blinded
from otameshi.applications.models import Application
from otameshi.applications.saving import Saving, clock_of
from otameshi.core.clock import now
from otameshi.core.states import Refused
from otameshi.programme import actions as programme
from otameshi.programme.models import Call
from otameshi.selection import actions, blind
from otameshi.selection.actions.scoring import Sent
from otameshi.selection.forms import SheetForm, sheet_form
from otameshi.selection.models import Candidacy, Sheet
from otameshi.selection.panel import actions as panel
from otameshi.selection.review.blueprint import (
    REVIEWERS,
    around,
    own_sheet,
    pages,
    scorable,
    window,
)
from otameshi.selection.review.others import others_scores
from otameshi.selection.rules import FINISHED, REVIEWING, SheetState
from otameshi.selection.scoring import actions as closing
from otameshi.web import tabs, typed
from otameshi.web.access import actor
from otameshi.web.arrival import arrived
from otameshi.web.compare import differences
from otameshi.web.forms import reason_given, version_shown
from otameshi.web.once import repeatable
from otameshi.web.paging import paged

DONE = {
    SheetState.DRAFT: "途中で保存しました。あとで続けられます。",
    SheetState.FINAL: "採点を確定しました。",
}


@pages.get("/")
@REVIEWERS
def index() -> str:
    call = (
        joinedload(Sheet.candidacy).joinedload(Candidacy.application).joinedload(Application.call)
    )
    query = actions.sheets_of(actor()).options(call.joinedload(Call.year))
    listed = paged(query.order_by(None).order_by(Sheet.finished_at.is_not(None), Sheet.id))
    until = closing.windows(one.candidacy.application.call_id for one in listed.rows)
    windows = {one.id: until[one.candidacy.application.call_id] for one in listed.rows}
    years = {one.candidacy.application.call.year for one in listed.rows}
    closed = panel.closed_among(actor(), listed.rows, now())
    return render_template(
        "review/index.html",
        page=listed,
        closed=closed,
        windows=windows,
        waiting=[
            one for one in listed.rows if one.id not in closed and scorable(one, windows[one.id])
        ],
        hides=all(blind.hides(year) for year in years),
    )


@pages.route("/<int:sheet_id>", methods=["GET", "POST"])
@REVIEWERS
def sheet(sheet_id: int) -> str | Response:
    one = own_sheet(sheet_id)
    criteria = one.candidacy.application.call.year.criteria
    form = sheet_form(one, criteria)
    if not form.sent():
        return render_template("review/sheet.html", **_shown(one, form))
    act = actions.save if request.form.get("action") == "save" else actions.finish
    act(one, form.written(criteria), actor(), arrived(), version_shown(), tabs.sent())
    tabs.saved()
    number = one.candidacy.application.number
    flash(f"受付番号{number}：{DONE[one.state]}", "done")
    following = around(one).next_open if one.state is SheetState.FINAL else None
    there = url_for(".sheet", sheet_id=following) if following else url_for(".index")
    return redirect(there, 303)


def _shown(one: Sheet, form: SheetForm) -> dict[str, Any]:
    """Return what the page shows; of a sheet given back nothing of the application."""
    application, until = one.candidacy.application, window(one)
    recused = one.state is SheetState.RECUSED
    year = application.call.year
    open_ = scorable(one, until)
    return {
        "sheet": one,
        "number": application.number,
        "year": year,
        "until": until,
        "around": around(one),
        "told": [] if recused else blind.told(application, programme.rules_of(year)),
        "plans": [] if recused else blinded.for_reviewers(application),
        "hides": blind.hides(year),
        "criteria": year.criteria,
        "form": form,
        "saving": _saving(one, form) if open_ else None,
        "scorable": open_,
        "recused": recused,
        "versions": closing.versions_of(one),
        "reopens": one.state in FINISHED and one.candidacy.state in REVIEWING and until.open(now()),
        "others": others_scores(one, until),
    }


def _saving(one: Sheet, form: SheetForm) -> Saving:
    """Return what the page says of its saving; of an overtaken one, both contents."""
    at = clock_of(one.saved_at) if one.saved_at else ""
    if g.get("overtaken"):
        with typed.instead(None):
            stored = sheet_form(one, one.candidacy.application.call.year.criteria)
        found = tuple(differences(form, stored))
        return Saving(at=at, what="採点票", overtaken=True, differences=found)
    return Saving(
        at=at,
        what="採点票",
        url=url_for(".typing", sheet_id=one.id),
        unsent=request.method == "POST" or "kept" in g,
        saved_tabs=tabs.saved_lately(),
    )


@pages.post("/<int:sheet_id>/typing")
@REVIEWERS
@repeatable
def typing(sheet_id: int) -> Response:
    """Keep what is being typed on a sheet, and tell the script the new version and the time."""
    one = own_sheet(sheet_id)
    criteria = one.candidacy.application.call.year.criteria
    form = sheet_form(one, criteria)
    if not form.validate():
        raise Refused(next(f"{one.label.text}：{one.errors[0]}" for one in form if one.errors))
    sent = Sent(actor(), arrived(), version_shown(), tabs.sent())
    kept = actions.keep(one, form.written(criteria), sent)
    return jsonify(version=kept.version, at=clock_of(sent.at), whole=True)


@pages.post("/<int:sheet_id>/recuse")
@REVIEWERS
def recuse(sheet_id: int) -> Response:
    one = own_sheet(sheet_id)
    actions.recuse(one, actor(), arrived(), reason_given(), version_shown())
    flash("利害関係のため辞退しました。担当者にお知らせしました。", "done")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:sheet_id>/abstain")
@REVIEWERS
def abstain(sheet_id: int) -> Response:
    one = own_sheet(sheet_id)
    actions.abstain(one, actor(), arrived(), reason_given(), version_shown())
    flash("判断できないとしました。担当者にお知らせしました。", "done")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:sheet_id>/reopen")
@REVIEWERS
def reopen(sheet_id: int) -> Response:
    one = own_sheet(sheet_id)
    actions.reopen(one, actor(), arrived(), version_shown())
    flash("採点を直せます。直したら、もう一度確定してください。", "notice")
    return redirect(url_for(".sheet", sheet_id=sheet_id), 303)
