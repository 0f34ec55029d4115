"""The pages that are filled in, one after the other."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from otameshi.applications import answering, costs, saving
from otameshi.applications.correction.marking import mark
from otameshi.applications.file_form import FilesForm
from otameshi.applications.forms import BusinessForm, CostsForm, KindForm, PlanForm
from otameshi.applications.models import Application
from otameshi.applications.pages.blueprint import (
    FILLERS,
    closed,
    framed,
    mine,
    outline,
    pages,
    untold,
)
from otameshi.applications.questions.own import Own, own_questions
from otameshi.applications.questions.standing import Standing
from otameshi.applications.rules import PageName
from otameshi.programme import actions as programme
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived
from otameshi.web.download import send
from otameshi.web.forms import version_shown
from otameshi.web.once import repeatable
from otameshi.web.readback import say_back
from otameshi.web.transaction import only_looked

# Each page with its form, and the action that keeps its answers.
FILLED: dict[PageName, tuple[Any, Callable[..., None]]] = {
    PageName.KIND: (KindForm, answering.save_kind),
    PageName.BUSINESS: (BusinessForm, answering.save_business),
    PageName.PLAN: (PlanForm, answering.save_plan),
    PageName.COSTS: (CostsForm, answering.save_costs),
    PageName.FILES: (FilesForm, answering.attach),
}
PAGE = "<any(kind, business, plan, costs, files):name>"


@pages.route(f"/<int:application_id>/{PAGE}", methods=["GET", "POST"])
@needs(FILLERS)
def page(application_id: int, name: str) -> str | Response:
    application, here = mine(application_id), PageName(name)
    around = outline(application)
    if closed(around, here):
        return redirect(url_for(".summary", application_id=application_id), 303)
    save = FILLED[here][1]
    saving.recall(around, here)
    form, own = _form(application, here, around.standing)
    mark(form, around, here)
    if not form.sent() or foresees(here):
        state = saving.beside(application, here, form, lambda: _form(application, here)[0])
        facts = {"saving": state, **_beside(application, here, form)}
        return framed(around, here, form=form, own=own, **facts)
    save(application, form.answers(), actor(), arrived(), version_shown(), own.answers())
    say_back(form)
    saving.saved(application, here)
    return _onward(application, here)


@pages.post(f"/<int:application_id>/{PAGE}/typing")
@needs(FILLERS)
@repeatable
def type_page(application_id: int, name: str) -> Response:
    """Keep what is being typed on a page of a draft, as it stands."""
    application, here = mine(application_id), PageName(name)
    save = FILLED[here][1]
    form, own = _form(application, here)

    def keep() -> None:
        save(application, form.answers(), actor(), arrived(), None, own.typing())

    return saving.keep(application, here, form, keep)


def _form(
    application: Application, here: PageName, standing: Standing | None = None
) -> tuple[Any, Own]:
    """Return the form of a page with the year's own questions among its fields."""
    form = FILLED[here][0].of(application)
    return form, own_questions(form, standing or Standing(application), here)


def foresees(here: PageName) -> bool:
    """Whether a script asks what the rules make of the costs typed so far; nothing is kept."""
    return here is PageName.COSTS and request.form.get("action") == "judge"


def _beside(application: Application, here: PageName, form: Any) -> dict[str, Any]:
    """Return what a page shows beside its form."""
    year = application.call.year
    if here is PageName.PLAN:
        return {"year": year}
    if here is PageName.COSTS:
        rulebook = programme.rules_of(year)
        typed = form.answers() if foresees(here) and not form.errors else None
        if typed is not None:
            only_looked()
        judged = rulebook and costs.prospect(application, rulebook, typed)
        return {"prospect": judged, "sections": costs.sections(rulebook)}
    return {}


def _onward(application: Application, here: PageName) -> Response:
    """Go where the button says, or stay where a condition of the year is newly not met."""
    flash(f"「{here.label}」を保存しました。", "done")
    # Made anew: the answers are others now.
    then, around = request.form.get("then", "next"), outline(application)
    if then == "stay" or (then == "next" and untold(around, here)):
        return redirect(url_for(".page", application_id=application.id, name=here), 303)
    if around.awaits(here):
        return redirect(url_for("corrections.show", application_id=application.id), 303)
    if then == "list" or application.number is not None:
        return redirect(url_for(".summary", application_id=application.id), 303)
    return redirect(around.after(here), 303)


@pages.post("/<int:application_id>/files/<int:paper_id>/remove")
@needs(FILLERS)
def remove_paper(application_id: int, paper_id: int) -> Response:
    application = mine(application_id)
    answering.detach(application, paper_id, actor(), arrived(), version_shown())
    flash("ファイルを削除しました。", "done")
    return redirect(url_for(".page", application_id=application_id, name=PageName.FILES), 303)


@pages.get("/<int:application_id>/files/<int:paper_id>")
@needs(FILLERS)
def paper(application_id: int, paper_id: int) -> Response:
    application = mine(application_id)
    found = [one for one in application.papers if one.id == paper_id] or abort(404)
    return send(found[0].attachment)
