"""The own questions of one page of an application: with its facts, its files and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import request
from wtforms import Field

from otameshi.applications.models import ApplicationPaper
from otameshi.applications.questions.facts import SOURCES, TYPED, facts
from otameshi.applications.questions.keeping import OwnAnswers
from otameshi.applications.questions.standing import News, Standing
from otameshi.applications.reading import on_paper
from otameshi.applications.rules import PageName
from otameshi.core.questions import Answer, Kind, Question, Questionnaire
from otameshi.web.forms import PageForm, is_number
from otameshi.web.questions.fields import boxes
from otameshi.web.questions.on_page import Asked, OnPage, on_one_page

SEEN, DROP = "questions", "drop_"


@dataclass
class Own(OnPage):
    """The own questions of one page: their fields, and what was typed into them."""

    number: int = 0  # of the version that is shown
    news: News | None = None
    papers: Sequence[ApplicationPaper] = ()

    def bind(self) -> None:
        self.sources, self.texts = SOURCES, (on_paper,)
        super().bind()
        self.asked = [
            replace(each, drop=self._drop(each.question), new=self._new(each.question))
            for each in self.asked
        ]

    def _new(self, one: Question) -> bool:
        return self.news is not None and one.label in (*self.news.added, *self.news.changed)

    def _drop(self, one: Question) -> Field | None:
        """Offer the files that are there to be taken out; no form can stand inside a form."""
        papers = self._papers(one)
        pairs = [(str(paper.id), paper.attachment.name) for paper in papers]
        unbound = boxes("削除するファイル", pairs, [])
        return self.form.add(DROP + one.key, unbound, []) if papers else None

    def _papers(self, one: Question) -> list[ApplicationPaper]:
        return [paper for paper in self.papers if paper.kind == one.key]

    def names(self, one: Question, bound: Field) -> Answer | None:
        asked = next(each for each in self.asked if each.question == one)
        gone = _ticked(asked)
        kept = [paper.attachment.name for paper in self._papers(one) if paper.id not in gone]
        return (*kept, *(each.filename for each in bound.data or () if each)) or None

    def answers(self) -> OwnAnswers:
        """Return what the page sends; what stands in a question that is not asked is kept, too."""
        dropped = frozenset[int]().union(*(_ticked(each) for each in self.asked))
        sent = request.form.get(SEEN, "")
        seen = int(sent) if is_number(sent) else self.number
        return OwnAnswers(self.given(), self.files(), dropped, seen)

    def typing(self) -> OwnAnswers:
        """Return what is being typed: nobody has said yet that this is the page as it should be."""
        return replace(self.answers(), files={}, dropped=frozenset(), seen=None)


def _ticked(asked: Asked) -> set[int]:
    ticked = asked.drop.data or () if asked.drop else ()
    return {int(key) for key in ticked if is_number(key)}


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
    typed = frozenset(one.key for one in SOURCES)
    own = Own(form=form, page="", whole=on_one_page(whole), typed=typed, known={})
    own.bind()
    return own
