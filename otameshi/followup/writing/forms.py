"""What the pages ask for on which a wave's questions are written. Shape only."""

from collections.abc import Sequence

from wtforms import SelectField

from otameshi.followup.models import Wave
from otameshi.followup.writing.actions import KINDS
from otameshi.web.filters import fiscal
from otameshi.web.forms import Chosen, PageForm, options
from otameshi.web.questions.edit_form import QuestionForm

STANDARD = "standard"


class SurveyQuestionForm(QuestionForm):
    kinds = KINDS


class CopyForm(PageForm):
    source = SelectField("写す元", validators=[Chosen()])

    def offer(self, waves: Sequence[Wave]) -> None:
        pairs = [(str(one.id), f"{fiscal(one.year.fiscal_year)} {one.name}") for one in waves]
        self.source.choices = options([(STANDARD, "標準の質問"), *pairs], unset="選んでください")

    @property
    def wave_id(self) -> int | None:
        return None if self.source.data == STANDARD else int(self.source.data or 0)
