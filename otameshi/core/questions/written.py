"""A questionnaire and its answers as they are stored: JSON, the same text for the same content."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from otameshi.core.questions.judge import fits
from otameshi.core.questions.question import LISTED, Answer, Condition, Kind, Question
from otameshi.core.questions.whole import Questionnaire

_PLAIN = {each.name: each.default for each in fields(Question)}


def write(whole: Questionnaire) -> str:
    """Return the document of a version; what is as usual is left out."""
    questions = [_question(one) for one in whole.questions]
    return json.dumps({"questions": questions}, ensure_ascii=False, indent=1, sort_keys=True)


def _question(one: Question) -> dict[str, Any]:
    found = {name: getattr(one, name) for name in _PLAIN}
    known = {name: value for name, value in found.items() if value != _PLAIN[name]}
    if one.condition is not None:
        known["condition"] = {"source": one.condition.source, "values": one.condition.values}
    return known


def parse(text: str) -> Questionnaire:
    return Questionnaire(tuple(_parsed(one) for one in json.loads(text)["questions"]))


def _parsed(found: dict[str, Any]) -> Question:
    condition = found.get("condition")
    return Question(
        **{
            **found,
            "kind": Kind(found["kind"]),
            "options": tuple(found.get("options", ())),
            "condition": condition and Condition(condition["source"], tuple(condition["values"])),
        }
    )


def stored(answer: Answer) -> str | int | list[str]:
    """Return an answer as JSON holds it."""
    match answer:
        case date():
            return answer.isoformat()
        case tuple():
            return list(answer)
        case _:
            return answer


def restored(question: Question, kept: object) -> Answer | None:
    """Return a stored answer as this question takes it, or None where it does not fit any more."""
    answer: Answer
    match question.kind, kept:
        case ((Kind.NUMBER | Kind.SCALE), bool()):
            return None
        case ((Kind.NUMBER | Kind.SCALE), int()):
            answer = kept
        case Kind.DATE, str():
            try:
                answer = date.fromisoformat(kept)
            except ValueError:
                return None
        case _, list() if question.kind in LISTED:
            answer = tuple(str(one) for one in kept)
        case _, str() if question.kind not in {*LISTED, Kind.NUMBER, Kind.SCALE}:
            answer = kept
        case _:
            return None
    return answer if fits(question, answer) else None


def carried(kept: Mapping[str, object], whole: Questionnaire) -> dict[str, Answer]:
    """Return all stored answers that still fit their questions; the others wait untouched."""
    found = {one.key: restored(one, kept[one.key]) for one in whole.questions if one.key in kept}
    return {key: answer for key, answer in found.items() if answer is not None}
