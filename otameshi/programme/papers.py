"""The staff's pages of the papers that a year's application asks for."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.programme import actions, asking
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.paper_form import PaperForm
from otameshi.web.access import actor, needs

pages = Blueprint("programme_papers", __name__, url_prefix="/desk/years/<int:fiscal_year>/papers")


def _year(fiscal_year: int) -> ProgrammeYear:
    return actions.year_of(fiscal_year) or abort(404)


def _form(year: ProgrammeYear, form: PaperForm, title: str) -> str:
    return render_template(
        "programme/form.html",
        year=year,
        form=form,
        title=title,
        save="保存する",
        widths={"position": "xs", "most": "xs"},
    )


def _back(year: ProgrammeYear, message: str) -> Response:
    flash(message, "done")
    return redirect(url_for("programme_desk.show", fiscal_year=year.fiscal_year), 303)


@pages.route("/new", methods=["GET", "POST"])
@needs({Role.OFFICER})
def add(fiscal_year: int) -> str | Response:
    year = _year(fiscal_year)
    form = PaperForm.of(None, max((one.position for one in year.papers), default=0) + 1)
    if not form.sent():
        return _form(year, form, "添付を求める書類を追加する")
    asking.add_paper(year, form.settings(), actor(), now())
    return _back(year, "添付を求める書類を追加しました。")


@pages.route("/<int:paper_id>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def edit(fiscal_year: int, paper_id: int) -> str | Response:
    year = _year(fiscal_year)
    paper = next((one for one in year.papers if one.id == paper_id), None) or abort(404)
    form = PaperForm.of(paper)
    if not form.sent():
        return _form(year, form, f"添付を求める書類「{paper.label}」")
    asking.edit_paper(year, paper, form.settings(), actor(), now())
    return _back(year, "添付を求める書類を保存しました。")
