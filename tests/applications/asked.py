"""Make a version of a year's own questions; say only what the test is about."""

import hashlib

from otameshi.core.questions import Kind, Question, Questionnaire, write
from otameshi.programme.models import ProgrammeYear
from otameshi.programme.question_models import QuestionnaireVersion
from tests import make


def question(kind: Kind, label: str, key: str = "q1", page: str = "business", **facts) -> Question:
    if kind in {Kind.CHOICE, Kind.SEVERAL}:
        facts = {"options": ("はい", "いいえ", "未定"), **facts}
    return Question(key, kind, label, page, **facts)


def published(year: ProgrammeYear, *questions: Question) -> QuestionnaireVersion:
    text = write(Questionnaire(questions))
    made = QuestionnaireVersion(
        number=len(year.questionnaires) + 1,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        at=make.NOON,
    )
    year.questionnaires.append(made)
    return make.keep(made)
