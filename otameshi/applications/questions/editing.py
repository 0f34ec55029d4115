"""An officer writes the next version of a year's questions, by clicks, and publishes it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from otameshi import history
from otameshi.applications.actions import WHOLE
from otameshi.applications.models import Application
from otameshi.applications.questions.facts import SOURCES
from otameshi.applications.questions.standing import Standing
from otameshi.applications.rules import PageName, State
from otameshi.core.questions import Question, Questionnaire, faults, stored
from otameshi.core.states import Refused
from otameshi.db import db, locked
from otameshi.people import Person
from otameshi.programme import questionnaires
from otameshi.programme.models import Call, ProgrammeYear

ORDER = tuple(PageName)
KEY = re.compile(r"q([0-9]+)")
UP, DOWN = -1, 1


def add(
    year: ProgrammeYear, question: Question, by: Person, at: datetime, version: int | None = None
) -> None:
    """Ask one thing more, at the end of its page; its key has never been another question's."""
    keyed = replace(question, key=_free_key(year))
    label = f"質問の下書き：「{question.label}」を追加"
    _change(year, lambda whole: _with(whole, keyed), (by, at, label), version)


def edit(
    year: ProgrammeYear, question: Question, by: Person, at: datetime, version: int | None = None
) -> None:
    """Change a question of the draft; on another page it goes to the end."""

    def changed(whole: Questionnaire) -> Questionnaire:
        before = _found(whole, question.key)
        if before.page == question.page:
            kept = (question if one is before else one for one in whole.questions)
            return Questionnaire(tuple(kept))
        return _with(_without(whole, before), question)

    label = f"質問の下書き：「{question.label}」を変更"
    _change(year, changed, (by, at, label), version)


def remove(
    year: ProgrammeYear, key: str, by: Person, at: datetime, version: int | None = None
) -> None:
    gone = _found(questionnaires.being_written(year), key)
    label = f"質問の下書き：「{gone.label}」を削除"
    _change(year, lambda whole: _without(whole, _found(whole, key)), (by, at, label), version)


def move(
    year: ProgrammeYear,
    key: str,
    step: int,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> None:
    """Move a question up or down among those of its page."""

    def moved(whole: Questionnaire) -> Questionnaire:
        questions = list(whole.questions)
        place = questions.index(_found(whole, key))
        other = place + step
        if not 0 <= other < len(questions) or questions[other].page != questions[place].page:
            raise Refused("これ以上は動かせません。ページを変えるときは、質問の設定で選びます。")
        questions[place], questions[other] = questions[other], questions[place]
        return Questionnaire(tuple(questions))

    what = _found(questionnaires.being_written(year), key)
    label = f"質問の下書き：「{what.label}」の順を変更"
    _change(year, moved, (by, at, label), version)


def _change(
    year: ProgrammeYear,
    make: Callable[[Questionnaire], Questionnaire],
    told: tuple[Person, datetime, str],
    version: int | None,
) -> None:
    by, at, label = told
    year = locked(ProgrammeYear, year.id)
    whole = make(questionnaires.being_written(year))
    wrong = faults(whole, [page.value for page in ORDER], SOURCES)
    if wrong:
        raise Refused(
            "このままでは質問として成り立ちません。" + "".join(f"・{one}" for one in wrong)
        )
    questionnaires.keep_draft(year, whole, by, at, version)
    history.record(year, "edit_questions", label, by=by, at=at)


def _found(whole: Questionnaire, key: str) -> Question:
    found = whole.by_key.get(key)
    if found is None:
        raise Refused("その質問は、すでに下書きから削除されています。")
    return found


def _with(whole: Questionnaire, question: Question) -> Questionnaire:
    """Put a question behind the last one of its page."""
    place = ORDER.index(PageName(question.page))
    before = [one for one in whole.questions if ORDER.index(PageName(one.page)) <= place]
    after = whole.questions[len(before) :]
    return Questionnaire((*before, question, *after))


def _without(whole: Questionnaire, question: Question) -> Questionnaire:
    return Questionnaire(tuple(one for one in whole.questions if one is not question))


def _free_key(year: ProgrammeYear) -> str:
    """Return a key that no version has used: an answer never meets another question."""
    wholes = [questionnaires.questions_of(version) for version in year.questionnaires]
    wholes.append(questionnaires.being_written(year))
    keys = [KEY.fullmatch(one.key) for whole in wholes for one in whole.questions]
    return f"q{max((int(one[1]) for one in keys if one), default=0) + 1}"


@dataclass(frozen=True, slots=True)
class Impact:
    """Whom the next version meets, in applications."""

    drafts: int
    anew: int  # drafts that will lack something that they do not lack now
    submitted: int


def impact(year: ProgrammeYear, after: Questionnaire) -> Impact:
    """Count who would have to answer anew if this were published now."""
    of_year = select(Application).join(Application.call).where(Call.year_id == year.id)
    drafts = of_year.where(Application.state == State.DRAFT).options(*WHOLE)
    found = db.session.scalars(drafts).unique().all()
    submitted = select(func.count()).select_from(
        of_year.where(Application.state == State.SUBMITTED).subquery()
    )
    return Impact(
        drafts=len(found),
        anew=sum(_asks_anew(one, after) for one in found),
        submitted=db.session.scalar(submitted) or 0,
    )


def _asks_anew(application: Application, after: Questionnaire) -> bool:
    now, then = Standing(application), Standing(application, after)
    lost = [
        key
        for key, answer in now.answers.items()
        if key in after.by_key and key in now.kept and stored(answer) != _stored(then, key)
    ]
    lacking = {one.text for one in then.lacking} - {one.text for one in now.lacking}
    return bool(lost or lacking)


def _stored(standing: Standing, key: str) -> object:
    answer = standing.answers.get(key)
    return None if answer is None else stored(answer)
