"""The staff's pages of a year's own questions: write, try, compare, publish."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.applications.questions import editing
from otameshi.applications.questions.edit_forms import QuestionForm, TrialForm
from otameshi.applications.questions.facts import PAGES, SOURCES
from otameshi.applications.questions.own import all_questions
from otameshi.applications.questions.trial import judged
from otameshi.applications.rules import PageName
from otameshi.core.clock import now
from otameshi.core.questions import Question, Questionnaire, compare
from otameshi.core.roles import OFFICE, Role
from otameshi.programme import actions as programme
from otameshi.programme import questionnaires
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.question_models import QuestionnaireDraft
from otameshi.web.access import actor, needs
from otameshi.web.forms import version_shown
from otameshi.web.transaction import only_looked

pages = Blueprint("questions_desk", __name__, url_prefix="/desk/years/<int:fiscal_year>/questions")

STEPS = {"up": editing.UP, "down": editing.DOWN}
PAGE = "<any(kind, business, plan, costs, files):page>"


def _year(fiscal_year: int) -> ProgrammeYear:
    return programme.year_of(fiscal_year) or abort(404)


def _version(draft: QuestionnaireDraft | None) -> int:
    return draft.version if draft else 0


def _back(year: ProgrammeYear, message: str) -> Response:
    flash(message, "done")
    return redirect(url_for(".index", fiscal_year=year.fiscal_year), 303)


def conditions(whole: Questionnaire) -> dict[str, str]:
    """Say of each conditional question whom it is asked of."""
    known = {one.key: one for one in SOURCES}
    found: dict[str, str] = {}
    for one in whole.questions:
        if one.condition is not None and one.condition.source in known:
            source = known[one.condition.source]
            values = "か".join(f"「{source.label_of(each)}」" for each in one.condition.values)
            found[one.key] = f"「{source.label}」が{values}の方だけ"
        if one.source is not None:
            known[one.key] = one.source
    return found


@pages.get("/")
@needs(OFFICE)
def index(fiscal_year: int) -> str:
    year = _year(fiscal_year)
    draft = questionnaires.draft_of(year)
    whole = questionnaires.being_written(year)
    return render_template(
        "questions/index.html",
        year=year,
        draft=draft,
        version=_version(draft),
        published=questionnaires.latest(year),
        whole=whole,
        pages=PAGES,
        conditions=conditions(whole),
        may_change=Role.OFFICER in actor().roles,
    )


@pages.route(f"/new/{PAGE}", methods=["GET", "POST"])
@needs({Role.OFFICER})
def add(fiscal_year: int, page: str) -> str | Response:
    year = _year(fiscal_year)
    whole, here = questionnaires.being_written(year), PageName(page)
    form = QuestionForm.of(None, _until(whole, here), here)
    if not form.sent():
        return _form(year, form, f"「{here.label}」に質問を追加する")
    question = form.question()
    editing.add(year, question, actor(), now(), version_shown())
    return _back(year, f"「{question.label}」を下書きに加えました。")


def _until(whole: Questionnaire, page: PageName) -> Questionnaire:
    """Leave out what stands on later pages: nothing before it can depend on it."""
    later = list(PageName)[list(PageName).index(page) + 1 :]
    return Questionnaire(tuple(one for one in whole.questions if one.page not in later))


def _form(year: ProgrammeYear, form: QuestionForm, title: str, **more: Any) -> str:
    draft = questionnaires.draft_of(year)
    return render_template(
        "questions/edit.html", year=year, form=form, title=title, version=_version(draft), **more
    )


def _question(whole: Questionnaire, key: str) -> Question:
    return whole.by_key.get(key) or abort(404)


@pages.route("/edit/<key>", methods=["GET", "POST"])
@needs({Role.OFFICER})
def edit(fiscal_year: int, key: str) -> str | Response:
    year = _year(fiscal_year)
    whole = questionnaires.being_written(year)
    before = _question(whole, key)
    form = QuestionForm.of(before, whole, PageName(before.page))
    if not form.sent():
        return _form(year, form, f"質問「{before.label}」", key=key)
    editing.edit(year, form.question(key), actor(), now(), version_shown())
    return _back(year, f"「{before.label}」を下書きで変えました。")


@pages.post("/remove/<key>")
@needs({Role.OFFICER})
def remove(fiscal_year: int, key: str) -> Response:
    year = _year(fiscal_year)
    editing.remove(year, key, actor(), now(), version_shown())
    return _back(year, "質問を下書きから削除しました。")


@pages.post("/move/<key>/<any(up, down):way>")
@needs({Role.OFFICER})
def move(fiscal_year: int, key: str, way: str) -> Response:
    year = _year(fiscal_year)
    editing.move(year, key, STEPS[way], actor(), now(), version_shown())
    return _back(year, "質問の順を変えました。")


@pages.get("/compare")
@needs(OFFICE)
def differences(fiscal_year: int) -> str:
    year = _year(fiscal_year)
    before = questionnaires.questions_of(questionnaires.latest(year))
    after, draft = questionnaires.being_written(year), questionnaires.draft_of(year)
    return render_template(
        "questions/compare.html",
        year=year,
        draft=draft,
        published=questionnaires.latest(year),
        found=compare(before, after),
        impact=editing.impact(year, after),
        page_label={page.value: page.label for page in PageName},
        may_change=Role.OFFICER in actor().roles,
    )


@pages.post("/publish")
@needs({Role.OFFICER})
def publish(fiscal_year: int) -> Response:
    year = _year(fiscal_year)
    made = questionnaires.publish(year, actor(), now(), version_shown())
    return _back(year, f"第{made.number}版を公開しました。いまから応募の画面に出ます。")


@pages.post("/discard")
@needs({Role.OFFICER})
def discard(fiscal_year: int) -> Response:
    year = _year(fiscal_year)
    questionnaires.discard(year, actor(), now())
    return _back(year, "下書きを取り消しました。公開中の質問はそのままです。")


@pages.route("/trial", methods=["GET", "POST"])
@needs(OFFICE)
def trial(fiscal_year: int) -> str:
    """Show the draft as applicants would see it, and judge what is typed; nothing is kept."""
    year = _year(fiscal_year)
    whole = questionnaires.being_written(year)
    form = TrialForm.of()
    own = all_questions(form, whole)
    sent = form.sent()
    only_looked()
    return render_template(
        "questions/trial.html",
        year=year,
        form=form,
        own=own,
        whole=whole,
        verdict=judged(own) if sent else None,
        label={page.value: page.label for page in PageName},
        draft=questionnaires.draft_of(year),
    )


@pages.get("/versions/<int:number>")
@needs(OFFICE)
def version(fiscal_year: int, number: int) -> str:
    year = _year(fiscal_year)
    found = next((one for one in year.questionnaires if one.number == number), None) or abort(404)
    whole = questionnaires.questions_of(found)
    return render_template(
        "questions/version.html",
        year=year,
        version=found,
        whole=whole,
        pages=PAGES,
        conditions=conditions(whole),
    )
