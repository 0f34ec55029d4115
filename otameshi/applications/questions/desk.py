"""The staff's pages of a year's own questions: write, try, compare, publish."""

from flask import Blueprint, abort, url_for

from otameshi.applications.questions import editing
from otameshi.applications.questions.edit_forms import OwnQuestionForm
from otameshi.applications.questions.facts import PAGES
from otameshi.applications.questions.own import all_questions
from otameshi.core.questions import Questionnaire
from otameshi.programme import actions as programme
from otameshi.programme import questionnaires
from otameshi.programme.models import ProgrammeYear
from otameshi.web.filters import fiscal
from otameshi.web.questions.workshop import Words, Workshop, set_up

pages = Blueprint("questions_desk", __name__, url_prefix="/desk/years/<int:fiscal_year>/questions")

WORDS = Words(
    title="この年度の質問",
    lead="応募の各ページに、決まった欄のあとに出す質問です。変えた内容は、公開するまで応募者には見えません。",
    people="応募者",
    published="いまから応募の画面に出ます。",
    trial="応募の数",
    facts="応募者について（条件を試すため）",
    impact="影響を受ける応募",
    impact_note="入力中の応募者の画面には、新しい質問と変わった質問が示されます。合う回答は残ります。",
)


def _year(fiscal_year: int) -> ProgrammeYear:
    return programme.year_of(fiscal_year) or abort(404)


def _trail(year: ProgrammeYear) -> list[tuple[str, str]]:
    number = year.fiscal_year
    return [
        ("年度の設定", url_for("programme_desk.index")),
        (fiscal(number), url_for("programme_desk.show", fiscal_year=number)),
    ]


def _impact(year: ProgrammeYear, after: Questionnaire) -> list[tuple[str, str]]:
    found = editing.impact(year, after)
    return [
        ("入力中の応募", f"{found.drafts}件"),
        ("そのうち、新しく答えることがある応募", f"{found.anew}件"),
        ("提出済みの応募", f"{found.submitted}件（提出したときの質問のまま）"),
    ]


set_up(
    pages,
    Workshop(
        words=WORDS,
        pages=PAGES,
        form=OwnQuestionForm,
        shelf=questionnaires.SHELF,
        pen=editing.PEN,
        owner=_year,
        trail=_trail,
        trial=all_questions,
        impact=_impact,
    ),
)
