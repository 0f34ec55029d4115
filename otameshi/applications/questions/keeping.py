"""Answers to own questions, kept with the page that they stand on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from otameshi.applications import attaching
from otameshi.applications.models import Application
from otameshi.applications.questions.models import AnswerSheet
from otameshi.applications.questions.standing import Standing
from otameshi.applications.rules import PageName
from otameshi.core.questions import Answer, Kind, Question, fault, stored
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.files.kinds import BY_NAME
from otameshi.people import Person


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What a page sends besides its fixed fields, by the key of the question."""

    answers: Mapping[str, Answer | None] = field(default_factory=dict)
    files: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)
    dropped: frozenset[int] = frozenset()  # papers by their id
    seen: int | None = None  # number of the version on the page, if it was saved by its button


def keep(
    row: Application, page: PageName, own: OwnAnswers | None, by: Person, at: datetime
) -> None:
    """Keep a page's own answers, if it has any, in an application whose row is locked."""
    if own is not None:
        _keep(row, page, own, by, at)
    if row.number is not None and row.sheet is not None:
        _prune(row)


def _keep(row: Application, page: PageName, own: OwnAnswers, by: Person, at: datetime) -> None:
    standing = Standing(row)
    here = standing.asked.of(page)
    if not here and not row.call.year.questionnaires:
        return
    sheet = _sheet(row)
    answers = dict(sheet.answers)
    for one in here:
        if one.key in own.answers:
            _set(answers, one, own.answers[one.key], standing.number)
    sheet.answers = answers
    if own.seen is not None:
        sheet.seen = {**sheet.seen, page.value: min(own.seen, standing.number)}
    for one in here:
        if one.kind is Kind.FILE:
            _files(row, one, own, by, at)


def _sheet(row: Application) -> AnswerSheet:
    if row.sheet is None:
        row.sheet = AnswerSheet(answers={}, seen={})
    return row.sheet


def _set(answers: dict[str, Any], question: Question, answer: Answer | None, number: int) -> None:
    if answer is None:
        answers.pop(question.key, None)
        return
    wrong = fault(question, answer)
    if wrong is not None:
        raise Refused(f"「{question.label}」：{wrong}")
    known = answers.get(question.key)
    if known is None or known["value"] != stored(answer):
        answers[question.key] = {"value": stored(answer), "number": number}


def _files(row: Application, question: Question, own: OwnAnswers, by: Person, at: datetime) -> None:
    """Take a question's files through the gate, and out those that are to go."""
    here = [one for one in row.papers if one.kind == question.key]
    for one in here:
        if one.id in own.dropped:
            row.papers.remove(one)
            if row.number is None:  # what was submitted once is kept as it was received
                db.session.flush()
                db.session.delete(one.attachment)
    given = own.files.get(question.key, ())
    attaching.room(row, sum(len(content) for _, content in given))
    kinds = BY_NAME[question.accepts] if given else ()
    for file in given:
        attaching.take_one(row, question.key, file, by, at, kinds)
    names = tuple(one.attachment.name for one in row.papers if one.kind == question.key)
    wrong = fault(question, names)
    if wrong is not None:
        raise Refused(f"「{question.label}」：{wrong}")


def settle(row: Application) -> None:
    """Bind a submitted application to the version it was filled in under, and drop the rest."""
    version = Standing(row).version  # read while it has no number yet
    if version is None:
        return
    sheet = _sheet(row)
    sheet.questionnaire = version
    _prune(row)


def _prune(row: Application) -> None:
    """Drop the answers that are not asked for: what counts is what the applicant was shown."""
    sheet, standing = _sheet(row), Standing(row)
    shown = {one.key for one in standing.shown if one.key in standing.answers}
    sheet.answers = {key: one for key, one in sheet.answers.items() if key in shown}
