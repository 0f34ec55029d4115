"""The own questions of one page: asked in its form, read from it, judged with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from flask import request
from markupsafe import Markup
from wtforms import Field
from wtforms.validators import ValidationError

from otameshi.applications.models import ApplicationPaper
from otameshi.applications.questions.facts import SOURCES, TYPED, facts
from otameshi.applications.questions.fields import (
    asked_only,
    drop_field,
    field_of,
    limits,
)
from otameshi.applications.questions.keeping import OwnAnswers
from otameshi.applications.questions.standing import News, Standing
from otameshi.applications.reading import on_paper
from otameshi.applications.rules import PageName
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
from otameshi.web.forms import PageForm, is_number

PREFIX, SEEN = "own_", "questions"


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
    papers: Sequence[ApplicationPaper] = ()
    drop: Field | None = None
    new: bool = False


@dataclass
class Own:
    """The own questions of one page: their fields, and what was typed into them."""

    form: PageForm
    page: str
    whole: Questionnaire
    typed: frozenset[str]  # facts that are typed on the page itself, under their own names
    known: dict[str, Answer]  # facts, and the answers of all pages as they are kept
    number: int = 0  # of the version that is shown
    news: News | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[ApplicationPaper] = ()
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
            papers = [paper for paper in self.papers if paper.kind == one.key]
            bound = self.form.add(PREFIX + one.key, self._unbound(one), self._value(one))
            drop = drop_field(self.form, one, papers) if papers else None
            new = self.news is not None and one.label in (*self.news.added, *self.news.changed)
            self.asked.append(
                Asked(one, bound, self._help(one), self._when(one), papers, drop, new=new)
            )

    def _unbound(self, one: Question) -> Any:
        return field_of(one, [self._check(one)])

    def _value(self, one: Question) -> Any:
        """Return what stands in the field at first; a text that is too long now is not lost."""
        kept = self.known.get(one.key, self.raw.get(one.key))
        match one.kind:
            case Kind.NUMBER:
                return "" if kept is None else str(kept)
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
        return question.source if question else next((s for s in SOURCES if s.key == key), None)

    def _check(self, one: Question) -> Any:
        def check(form: Any, bound: Any) -> None:
            if one.key not in self.shown:
                return
            if one.kind in {Kind.TEXT, Kind.LONG}:
                on_paper(form, bound)
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
            return self._names(one, bound)
        try:
            return read(one, bound.data or "")
        except Unreadable as wrong:
            raise ValidationError(str(wrong)) from wrong

    def _names(self, one: Question, bound: Any) -> Answer | None:
        asked = next(each for each in self.asked if each.question == one)
        gone = set(asked.drop.data or ()) if asked.drop else set()
        kept = [paper.attachment.name for paper in asked.papers if str(paper.id) not in gone]
        return (*kept, *(each.filename for each in bound.data or () if each)) or None

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

    def answers(self) -> OwnAnswers:
        """Return what the page sends; what stands in a question that is not asked is kept, too."""
        answers: dict[str, Answer | None] = {}
        files: dict[str, list[tuple[str, bytes]]] = {}
        dropped: set[int] = set()
        for each in self.asked:
            if each.question.kind is Kind.FILE:
                given = [one for one in each.field.data or () if one]
                files[each.question.key] = [(one.filename, one.stream.read()) for one in given]
                ticked = each.drop.data or () if each.drop else ()
                dropped |= {int(key) for key in ticked if is_number(key)}
                continue
            answer = self._readable(each)
            wrong = answer is not None and fault(each.question, answer) is not None
            answers[each.question.key] = None if wrong else answer
        sent = request.form.get(SEEN, "")
        seen = int(sent) if is_number(sent) else self.number
        return OwnAnswers(answers, files, frozenset(dropped), seen)

    def typing(self) -> OwnAnswers:
        """Return what is being typed: nobody has said yet that this is the page as it should be."""
        return replace(self.answers(), files={}, dropped=frozenset(), seen=None)


def own_questions(form: PageForm, standing: Standing, page: PageName) -> Own:
    """Add the year's own questions of a page to its form."""
    application = standing.application
    own = Own(
        form=form,
        page=page.value,
        whole=standing.asked,
        typed=frozenset(key for key, where in TYPED.items() if where is page),
        known={**facts(application), **standing.answers},
        number=standing.number,
        news=standing.news_of(page),
        raw=standing.kept,
        papers=application.papers
        if any(q.kind is Kind.FILE for q in standing.asked.of(page))
        else (),
    )
    own.bind()
    return own


def all_questions(form: PageForm, whole: Questionnaire) -> Own:
    """Add all questions of all pages to one form, for a trial in which nothing is kept."""
    flat = Questionnaire(tuple(replace(one, page="") for one in whole.questions))
    typed = frozenset(one.key for one in SOURCES)
    own = Own(form=form, page="", whole=flat, typed=typed, known={})
    own.bind()
    return own
