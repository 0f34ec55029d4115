"""What the page on which an application's own question is written asks for besides."""

from dataclasses import replace

from wtforms import BooleanField

from otameshi.applications.questions.facts import SOURCES
from otameshi.applications.reading import on_paper
from otameshi.core.questions import Question
from otameshi.web.questions.edit_form import QuestionForm


class OwnQuestionForm(QuestionForm):
    conditions_on = SOURCES
    texts = (on_paper,)
    to_reviewers = BooleanField(
        "選考委員にも答えを見せる（氏名などは伏せる）",
        description="この版で応募した人の答えから、選考委員の採点のページに出ます。",
    )

    def question(self, key: str = "") -> Question:
        return replace(super().question(key), to_reviewers=bool(self.to_reviewers.data))
