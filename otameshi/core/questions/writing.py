"""How a questionnaire is written by clicks: one question added, changed, moved, taken out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from otameshi.core.questions.question import Question
from otameshi.core.questions.whole import Questionnaire
from otameshi.core.states import Refused

KEY = re.compile(r"q([0-9]+)")
UP, DOWN = -1, 1


def added(whole: Questionnaire, question: Question, pages: Sequence[str]) -> Questionnaire:
    """Put a question behind the last one of its page."""
    place = pages.index(question.page)
    before = [one for one in whole.questions if pages.index(one.page) <= place]
    after = whole.questions[len(before) :]
    return Questionnaire((*before, question, *after))


def edited(whole: Questionnaire, question: Question, pages: Sequence[str]) -> Questionnaire:
    """Change a question in its place; on another page it goes to the end."""
    before = found(whole, question.key)
    if before.page == question.page:
        return Questionnaire(tuple(question if one is before else one for one in whole.questions))
    return added(removed(whole, question.key), question, pages)


def removed(whole: Questionnaire, key: str) -> Questionnaire:
    gone = found(whole, key)
    return Questionnaire(tuple(one for one in whole.questions if one is not gone))


def moved(whole: Questionnaire, key: str, step: int) -> Questionnaire:
    """Move a question up or down among those of its page."""
    questions = list(whole.questions)
    place = questions.index(found(whole, key))
    other = place + step
    if not 0 <= other < len(questions) or questions[other].page != questions[place].page:
        raise Refused("これ以上は動かせません。ページを変えるときは、質問の設定で選びます。")
    questions[place], questions[other] = questions[other], questions[place]
    return Questionnaire(tuple(questions))


def found(whole: Questionnaire, key: str) -> Question:
    known = whole.by_key.get(key)
    if known is None:
        raise Refused("その質問は、すでに下書きから削除されています。")
    return known


def free_key(wholes: Iterable[Questionnaire]) -> str:
    """Return a key that no version has used: an answer never meets another question."""
    keys = [KEY.fullmatch(one.key) for whole in wholes for one in whole.questions]
    return f"q{max((int(one[1]) for one in keys if one), default=0) + 1}"


def placed(whole: Questionnaire, pages: Sequence[str]) -> Questionnaire:
    """Put what stands on no known page onto the first, so that it can be written on."""
    here = (one if one.page in pages else replace(one, page=pages[0]) for one in whole.questions)
    return Questionnaire(tuple(sorted(here, key=lambda one: pages.index(one.page))))
