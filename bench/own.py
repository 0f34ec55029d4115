"""Twenty own questions on the page that is measured, and what a person answers to them."""

import hashlib
from collections.abc import Mapping

from flask import Flask

from otameshi.applications.models import Application
from otameshi.core.questions import Kind, Question, Questionnaire, write
from otameshi.db import db
from otameshi.programme.question_models import QuestionnaireVersion

OWN_QUESTIONS = 20
OPTIONS = ("ある", "これから", "ない")
TYPED: dict[Kind, str | list[str]] = {
    Kind.TEXT: "見本商店",
    Kind.LONG: "地域の事業者と組んで活動する。" * 10,
    Kind.NUMBER: "１２",
    Kind.CHOICE: "ある",
    Kind.SEVERAL: ["ある", "ない"],
}
KINDS = tuple(TYPED)


def _question(number: int) -> Question:
    kind = KINDS[number % len(KINDS)]
    chosen = kind in {Kind.CHOICE, Kind.SEVERAL}
    return Question(
        key=f"q{number + 100}",
        kind=kind,
        label=f"質問{number}",
        page="business",
        help="分かる範囲で書いてください。",
        required=number % 2 == 0,
        options=OPTIONS if chosen else (),
    )


def ask(app: Flask, draft: int) -> None:
    """Publish the questions in the year of a draft."""
    text = write(Questionnaire(tuple(map(_question, range(OWN_QUESTIONS)))))
    with app.app_context():
        call = db.session.get_one(Application, draft).call
        call.year.questionnaires.append(
            QuestionnaireVersion(
                number=len(call.year.questionnaires) + 1,
                text=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                at=call.opens_at,
            )
        )
        db.session.commit()


def answering() -> Mapping[str, str | list[str]]:
    questions = map(_question, range(OWN_QUESTIONS))
    return {f"own_{one.key}": TYPED[one.kind] for one in questions}
