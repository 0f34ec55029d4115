"""An officer writes the next version of a year's questions, by clicks; whom it would meet."""

from dataclasses import dataclass

from sqlalchemy import func, select

from otameshi.applications.actions import WHOLE
from otameshi.applications.models import Application
from otameshi.applications.questions.facts import SOURCES
from otameshi.applications.questions.standing import Standing
from otameshi.applications.rules import PageName, State
from otameshi.core.questions import Questionnaire, stored
from otameshi.core.questions.writing import DOWN, UP
from otameshi.db import db
from otameshi.programme import questionnaires
from otameshi.programme.models import Call, ProgrammeYear
from otameshi.programme.written import Pen, questions_of

__all__ = ["DOWN", "PEN", "UP", "Impact", "add", "edit", "impact", "move", "remove"]

PEN: Pen[ProgrammeYear] = Pen(
    questionnaires.SHELF,
    [page.value for page in PageName],
    SOURCES,
    taken=lambda year: map(questions_of, year.questionnaires),
)
add, edit, remove, move = PEN.add, PEN.edit, PEN.remove, PEN.move


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
