"""The staff's pages of a wave's questions: write, try, compare, publish, copy."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.questions import Questionnaire
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.followup import waves
from otameshi.followup.models import Wave
from otameshi.followup.sections import Section
from otameshi.followup.writing import actions
from otameshi.followup.writing.forms import CopyForm, SurveyQuestionForm
from otameshi.web.access import actor, needs
from otameshi.web.filters import fiscal
from otameshi.web.forms import PageForm, version_shown
from otameshi.web.questions.on_page import OnPage, on_one_page
from otameshi.web.questions.workshop import Words, Workshop, set_up

pages = Blueprint("survey_questions", __name__, url_prefix="/desk/followup/<int:wave_id>/questions")

WORDS = Words(
    title="調査の質問",
    lead="この調査回で尋ねることです。変えた内容は、公開するまで回答する人には見えません。",
    people="回答する人",
    published="いまから回答のページに出ます。",
    trial="回答の数",
    impact="影響を受ける回答",
    impact_note="すでにいただいた回答は、答えたときの質問のまま残ります。書きかけの答えは、合うものが残ります。",
)


def _wave(wave_id: int) -> Wave:
    return db.session.scalar(waves.visible_to(actor()).where(Wave.id == wave_id)) or abort(404)


def _trail(wave: Wave) -> list[tuple[str, str]]:
    named = f"{fiscal(wave.year.fiscal_year)} {wave.name}"
    return [
        ("追跡調査", url_for("followup_desk.index")),
        (named, url_for("followup_desk.show", wave_id=wave.id)),
    ]


def _trial(form: PageForm, whole: Questionnaire) -> OnPage:
    own = OnPage(form=form, page="", whole=on_one_page(whole), known={})
    own.bind()
    return own


def _impact(wave: Wave, _: Questionnaire) -> list[tuple[str, str]]:
    return [("すでに回答した件数", f"{actions.answered(wave)}件（答えたときの質問のまま）")]


SHOP = Workshop(
    words=WORDS,
    pages=tuple(Section),
    form=SurveyQuestionForm,
    shelf=actions.SHELF,
    pen=actions.PEN,
    owner=_wave,
    trail=_trail,
    trial=_trial,
    impact=_impact,
    links=lambda wave: [("ほかの調査回から写す", url_for(".copy", wave_id=wave.id))],
)
set_up(pages, SHOP)


@pages.route("/copy", methods=["GET", "POST"])
@needs({Role.OFFICER})
def copy(wave_id: int) -> str | Response:
    """Write the draft anew as another wave asks."""
    wave = _wave(wave_id)
    form = CopyForm()
    form.offer(actions.sources(wave))
    if not form.sent():
        return SHOP.show("copy", wave, _ids(wave), form=form)
    source = None if form.wave_id is None else _wave(form.wave_id)
    actions.copy(wave, source, actor(), now(), version_shown())
    flash("質問を写しました。確かめて、公開してください。", "done")
    return redirect(url_for(".index", wave_id=wave_id), 303)


def _ids(wave: Wave) -> dict[str, Any]:
    return {"wave_id": wave.id}
