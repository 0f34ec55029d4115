"""The versions of a year's own questions, and the draft of the next one."""

from datetime import datetime
from typing import cast

from otameshi.core.questions import Questionnaire
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.question_models import QuestionnaireDraft, QuestionnaireVersion
from otameshi.programme.written import Shelf, questions_of

__all__ = [
    "SHELF",
    "being_written",
    "discard",
    "draft_of",
    "keep_draft",
    "label_of",
    "latest",
    "numbered",
    "publish",
    "questions_of",
]

SHELF = Shelf(
    owner=ProgrammeYear,
    versions=lambda year: year.questionnaires,
    version=QuestionnaireVersion,
    draft=QuestionnaireDraft,
    key="year_id",
    called="この年度の質問",
)


def latest(year: ProgrammeYear) -> QuestionnaireVersion | None:
    return cast("QuestionnaireVersion | None", SHELF.latest(year))


def numbered(year: ProgrammeYear, number: int) -> Questionnaire:
    """Return the questions of a version by its number; before the first there were none."""
    return questions_of(next((one for one in year.questionnaires if one.number == number), None))


def label_of(year: ProgrammeYear, key: str) -> str | None:
    """Return the words of a question as they were published last."""
    for version in reversed(year.questionnaires):
        found = questions_of(version).by_key.get(key)
        if found is not None:
            return found.label
    return None


def draft_of(year: ProgrammeYear) -> QuestionnaireDraft | None:
    return cast("QuestionnaireDraft | None", SHELF.draft_of(year))


def being_written(year: ProgrammeYear) -> Questionnaire:
    return SHELF.being_written(year)


def keep_draft(
    year: ProgrammeYear, whole: Questionnaire, by: Person, at: datetime, version: int | None
) -> None:
    SHELF.keep_draft(year, whole, by, at, version)


def discard(year: ProgrammeYear, by: Person, at: datetime) -> None:
    SHELF.discard(year, by, at)


def publish(
    year: ProgrammeYear, by: Person, at: datetime, version: int | None = None
) -> QuestionnaireVersion:
    """Make the draft the next version: from now on applicants are asked by it."""
    return cast("QuestionnaireVersion", SHELF.publish(year, by, at, version))
