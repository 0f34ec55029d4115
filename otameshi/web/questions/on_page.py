"""Questions on one page: asked in its form, read from it, judged with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.validators import ValidationError

from otameshi.core.questions import (
    Answer,
    Kind,
    Question,
    Questionnaire,
    Source,
    Unreadable,
    fault,
    read,
)
from otameshi.web.forms import PageForm
from otameshi.web.questions.fields import asked_only, field_of, limits

PREFIX = "own_"


@dataclass(frozen=True, slots=True)
class When:
    """The control on the same page by whose value a question is shown or hidden."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as a page shows it."""

    question: Question
    field: Field
    help: Markup
    when: When | None = None
    drop: Field | None = None  # the files that are there, to be ticked off
    new: bool = False


@dataclass
class OnPage:
    """The questions of one page: their fields, and what was typed into them."""

    form: PageForm
    page: str
    whole: Questionnaire
    known: dict[str, Answer]  # facts, and the answers of all pages as they are kept
    typed: frozenset[str] = frozenset()  # facts that are typed on the page, under their own names
    sources: Sequence[Source] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)  # as stored, also what fits no more
    texts: Sequence[Any] = ()  # validators of what is written in words
    asked: list[Asked] = field(default_factory=list)

    @property
    def here(self) -> list[Question]:
        """Return what the page may ask: conditions met elsewhere must hold, those here may."""
        late = {one.key for one in self.whole.of(self.page)} | self.typed
        asked: dict[str, Question] = {}
        for one in self.whole.of(self.page):
            source = one.condition.source if one.condition else None
            here = source in asked or source in self.typed
            if source is None or (here if source in late else one in self.whole.shown(self.known)):
                asked[one.key] = one
        return list(asked.values())

    def bind(self) -> None:
        """Bind a field for each question to the form, and read what was sent into it."""
        for one in self.here:
            unbound = field_of(one, [self._check(one)])
            bound = self.form.add(PREFIX + one.key, unbound, self._value(one))
            self.asked.append(Asked(one, bound, self._help(one), self._when(one)))

    def _value(self, one: Question) -> Any:
        """Return what stands in the field at first; a text that is too long now is not lost."""
        kept = self.known.get(one.key, self.raw.get(one.key))
        match one.kind:
            case Kind.NUMBER | Kind.SCALE if kept is not None:
                return str(kept)
            case Kind.DATE:
                return kept if isinstance(kept, date) else None
            case Kind.SEVERAL:
                return list(kept) if isinstance(kept, tuple) else []
            case Kind.FILE:
                return None
            case _:
                return kept if isinstance(kept, str) else None

    def _when(self, one: Question) -> When | None:
        condition = one.condition
        if condition is None:
            return None
        if condition.source in self.typed:
            return When(condition.source, condition.values)
        if condition.source in {each.key for each in self.whole.of(self.page)}:
            return When(PREFIX + condition.source, condition.values)
        return None

    def _help(self, one: Question) -> Markup:
        """Return the help: who answers where the page decides it, the staff's words."""
        told = [asked_only(one, self._source(one))] if self._when(one) else []
        told += [one.help] if one.help else []
        limited = limits(one)
        told += [limited] if limited else []
        return Markup("<br>").join(Markup("{}").format(each) for each in told)

    def _source(self, one: Question) -> Source | None:
        key = one.condition.source if one.condition else ""
        question = self.whole.by_key.get(key)
        if question is not None:
            return question.source
        return next((one for one in self.sources if one.key == key), None)

    def _check(self, one: Question) -> Any:
        def check(form: Any, bound: Any) -> None:
            if one.key not in self.shown:
                return
            if one.kind in {Kind.TEXT, Kind.LONG}:
                for each in self.texts:
                    each(form, bound)
            answer = self._read(one, bound)
            wrong = fault(one, answer) if answer is not None else None
            if wrong is not None:
                raise ValidationError(wrong)

        return check

    def _read(self, one: Question, bound: Any) -> Answer | None:
        if one.kind is Kind.DATE:
            found: date | None = bound.data
            return found
        if one.kind is Kind.FILE:
            return self.names(one, bound)
        try:
            return read(one, bound.data or "")
        except Unreadable as wrong:
            raise ValidationError(str(wrong)) from wrong

    def names(self, one: Question, bound: Any) -> Answer | None:
        """Return the names of a question's files."""
        del one
        return tuple(each.filename for each in bound.data or () if each) or None

    @cached_property
    def shown(self) -> frozenset[str]:
        """Return what is asked of somebody who typed what stands on the page."""
        return frozenset(one.key for one in self.whole.shown(self._typed()))

    def _typed(self) -> dict[str, Answer]:
        found = dict(self.known)
        for name in self.typed:
            if name in self.form:
                found[name] = str(self.form[name].data or "")
        for each in self.asked:
            answer = self._readable(each)
            found.pop(each.question.key, None)
            if answer is not None:
                found[each.question.key] = answer
        return found

    def _readable(self, each: Asked) -> Answer | None:
        try:
            return self._read(each.question, each.field)
        except ValidationError:
            return None

    def given(self) -> dict[str, Answer | None]:
        """Return what was answered in words; also what stands in a question not asked is kept."""
        answers: dict[str, Answer | None] = {}
        for each in self.asked:
            if each.question.kind is not Kind.FILE:
                answer = self._readable(each)
                wrong = answer is not None and fault(each.question, answer) is not None
                answers[each.question.key] = None if wrong else answer
        return answers

    def files(self) -> dict[str, list[tuple[str, bytes]]]:
        """Return the files chosen, name and content, by the key of their question."""
        return {
            each.question.key: [
                (one.filename, one.stream.read()) for one in each.field.data or () if one
            ]
            for each in self.asked
            if each.question.kind is Kind.FILE
        }


def on_one_page(whole: Questionnaire) -> Questionnaire:
    """Put the questions of all pages onto one, the unnamed."""
    return Questionnaire(tuple(replace(one, page="") for one in whole.questions))
