"""The staff's pages of the rubric: its criteria, its versions, and the reviewers' sheet."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import OFFICE, Role
from otameshi.programme import actions as programme
from otameshi.programme.models import Criterion, ProgrammeYear
from otameshi.selection.criteria import actions
from otameshi.selection.criteria.actions import Act
from otameshi.selection.criteria.forms import RubricForm
from otameshi.selection.forms import sheet_form
from otameshi.selection.models import Sheet
from otameshi.selection.scoring.actions import windows
from otameshi.web.access import actor, needs
from otameshi.web.forms import reason_given, version_shown

pages = Blueprint("criteria_desk", __name__, url_prefix="/desk/years/<int:fiscal_year>/criteria")
OFFICERS = frozenset({Role.OFFICER})


def _year(fiscal_year: int) -> ProgrammeYear:
    return programme.year_of(fiscal_year) or abort(404)


def _criterion(year: ProgrammeYear, key: int) -> Criterion:
    return next((one for one in year.criteria if one.id == key), None) or abort(404)


def _by_reviewer(sheets: Iterable[Sheet]) -> list[str]:
    counts = Counter(sheet.reviewer.name for sheet in sheets)
    return [f"{name}（{count}枚）" for name, count in sorted(counts.items())]


def _closed(opened: Iterable[Sheet]) -> bool:
    calls = {sheet.candidacy.application.call_id for sheet in opened}
    return any(not window.open(now()) for window in windows(calls).values())


def _act(reason: str) -> Act:
    return Act(actor(), now(), reason, version_shown())


def _back(year: ProgrammeYear, message: str, opened: actions.Opened = ()) -> Response:
    flash(message, "done")
    if opened:
        names = "、".join(_by_reviewer(opened))
        flash(f"次の選考委員に、足りない項目の採点をお願いしました：{names}。", "notice")
    if _closed(opened):
        flash(
            "採点を締め切った募集があります。受付を再開するまで、選考委員は採点できません。",
            "refused",
        )
    return redirect(url_for("programme_desk.show", fiscal_year=year.fiscal_year), 303)


def _page(year: ProgrammeYear, form: RubricForm, title: str, **more: Any) -> str:
    return render_template(
        "selection/criteria/edit.html",
        year=year,
        form=form,
        title=title,
        version=len(year.rubrics),
        affected=_by_reviewer(actions.finished(year)) if year.scored else [],
        waiting=actions.waiting(year) if year.scored else [],
        **more,
    )


@pages.route("/new", methods=["GET", "POST"])
@needs(OFFICERS)
def add(fiscal_year: int) -> str | Response:
    year = _year(fiscal_year)
    form = RubricForm.in_use(year, None)
    if not form.sent():
        return _page(year, form, "審査基準を追加する", criterion=None)
    opened = actions.add(year, form.settings(), _act(form.why))
    return _back(year, "審査基準を追加しました。", opened)


@pages.route("/<int:criterion_id>", methods=["GET", "POST"])
@needs(OFFICERS)
def edit(fiscal_year: int, criterion_id: int) -> str | Response:
    year = _year(fiscal_year)
    found = _criterion(year, criterion_id)
    form = RubricForm.in_use(year, found)
    if not form.sent():
        return _page(year, form, f"審査基準「{found.name}」", criterion=found)
    settings, keeps = form.settings(), form.keeps_points
    opened = actions.edit(found, settings, _act(form.why), words_alone=keeps)
    return _back(year, "審査基準を保存しました。", opened)


@pages.post("/<int:criterion_id>/remove")
@needs(OFFICERS)
def remove(fiscal_year: int, criterion_id: int) -> Response:
    year = _year(fiscal_year)
    opened = actions.remove(_criterion(year, criterion_id), _act(reason_given()))
    return _back(year, "審査基準を削除しました。", opened)


@pages.get("/preview")
@needs(OFFICE)
def preview(fiscal_year: int) -> str:
    """Show the sheet as a reviewer will see it; nothing can be sent from it."""
    year = _year(fiscal_year)
    form = sheet_form(Sheet(scores=[], comment="", remarks={}), year.criteria)
    return render_template(
        "selection/criteria/preview.html", year=year, form=form, criteria=year.criteria
    )


@pages.get("/versions/<int:number>")
@needs(OFFICE)
def version(fiscal_year: int, number: int) -> str:
    year = _year(fiscal_year)
    found = next((one for one in year.rubrics if one.number == number), None) or abort(404)
    return render_template("selection/criteria/version.html", year=year, version=found)
