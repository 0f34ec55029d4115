"""The staff's pages of how a year selects, and of how it grants and pays."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.programme import actions, grant_setting, weighing
from otameshi.programme.grant_form import GrantForm
from otameshi.programme.method_form import MethodForm
from otameshi.programme.models import ProgrammeYear
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown

pages = Blueprint("programme_method", __name__, url_prefix="/desk/years/<int:fiscal_year>")


def _year(fiscal_year: int) -> ProgrammeYear:
    return actions.year_of(fiscal_year) or abort(404)


def _back(year: ProgrammeYear, message: str) -> Response:
    flash(message, "done")
    return redirect(url_for("programme_desk.show", fiscal_year=year.fiscal_year), 303)


@pages.route("/method", methods=["GET", "POST"])
@needs({Role.OFFICER})
def edit(fiscal_year: int) -> str | Response:
    year = _year(fiscal_year)
    form = MethodForm.of(year)
    if not form.sent():
        return render_template(
            "programme/form.html",
            year=year,
            form=form,
            title="選考の方法",
            save="保存する",
            version=year.selection_plan.version,
            widths={"interview_share": "xs", "recall_minutes": "s", "answer_days": "xs"},
        )
    note = form.note.data or ""
    weighing.set_method(year, form.settings(), actor(), now(), note, version_shown())
    return _back(year, "選考の方法を保存しました。")


@pages.route("/granting", methods=["GET", "POST"])
@needs({Role.OFFICER})
def granting(fiscal_year: int) -> str | Response:
    year = _year(fiscal_year)
    form = GrantForm.of(year)
    if not form.sent():
        return render_template("programme/granting_edit.html", year=year, form=form)
    note = form.note.data or ""
    grant_setting.set_terms(year, form.terms(), actor(), now(), note, version_shown())
    return _back(year, "交付の方法を保存しました。")
