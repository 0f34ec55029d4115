"""What the pages of the survey ask for. Shape only: the rules decide what is allowed."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField

from otameshi.core.questions import Answer, Question, Questionnaire, lack
from otameshi.followup.models import Wave
from otameshi.followup.rules import Source
from otameshi.followup.sections import PAGES, Section
from otameshi.web.forms import (
    DateParts,
    PageForm,
    Required,
    labelled,
    long_text,
    text,
)
from otameshi.web.questions.on_page import Asked, OnPage, on_one_page

NAME, NOTE = 40, 500


class ReviseForm(PageForm):
    name = text("調査回の名前", NAME)
    closes_on = DateParts("回答の締切日", validators=[Required()])
    decisive = BooleanField("この年度の指標（拠点維持率）に使う")
    note = long_text("変更の理由", NOTE, required=False)

    def __init__(self, wave: Wave) -> None:
        super().__init__(obj=wave)
        if wave.closes_on is None:
            del self.closes_on


class ReplyForm(PageForm):
    """The questions of a wave, as the group is asked them."""

    def ask(self, whole: Questionnaire, given: Mapping[str, Answer]) -> None:
        """Add a field for each question, with what was answered before."""
        self.own = OnPage(form=self, page="", whole=on_one_page(whole), known=dict(given))
        self.own.bind()
        self.places = {one.key: one.page for one in whole.questions}

    @property
    def parts(self) -> list[tuple[str, list[Asked]]]:
        """Return the questions as the page shows them: under the heading of their section."""
        found = [
            (one.label, [each for each in self.own.asked if self._place(each) == one.value])
            for one in Section
        ]
        rest = [each for each in self.own.asked if self._place(each) not in PAGES]
        return [(label, asked) for label, asked in (("", rest), *found) if asked]

    def _place(self, asked: Asked) -> str:
        return self.places[asked.question.key]

    def validate(self, extra_validators: Any = None) -> bool:
        """Say at each question what it still lacks, of those that concern who answers."""
        well_formed = bool(super().validate(extra_validators))
        answers = self.own.given()
        for one in self.own.asked:
            key = one.question.key
            if key in self.own.shown and not one.field.errors:
                told = lack(one.question, answers[key])
                one.field.errors = [_here(one.question, told)] if told else []
        return well_formed and not any(one.field.errors for one in self.own.asked)

    @property
    def answers(self) -> Mapping[str, Answer | None]:
        return self.own.given()


class RecordForm(ReplyForm):
    given_on = DateParts("回答をいただいた日")
    source = labelled("回答の方法", Source, radio=True, only=(Source.TELEPHONE, Source.PAPER))
    note = long_text("理由", NOTE, required=False)


def _here(question: Question, told: str) -> str:
    """Leave out the words of the question, beside which it is said."""
    named = f"「{question.label}」"
    return told.removeprefix(named).removeprefix("を").removeprefix("は、")


class RefusalForm(PageForm):
    note = long_text("理由・いきさつ", NOTE, required=False)
