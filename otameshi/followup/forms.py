"""What the pages of the survey ask for. Shape only: the rules decide what is allowed."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, RadioField, SelectField

from otameshi.followup.models import Wave
from otameshi.followup.rules import ChoiceFact
from otameshi.followup.waves import Question
from otameshi.programme.models import ProgrammeYear
from otameshi.web.filters import fiscal
from otameshi.web.forms import (
    Chosen,
    DateParts,
    PageForm,
    Required,
    given,
    long_text,
    options,
    text,
)

ROWS = 8
NAME, COMMENT, NOTE = 40, 1_000, 500


class ChoiceRow(Form):
    words = text("言葉", 60, required=False)
    counts = BooleanField("「拠点を維持・活動する」に数える")


class WaveForm(PageForm):
    year = SelectField("年度", validators=[Chosen()], coerce=lambda key: int(key) if key else None)
    name = text("調査回の名前", NAME)
    asked_on = DateParts("調査を始める日", validators=[Required()])
    closes_on = DateParts("回答の締切日", validators=[Required()])
    decisive = BooleanField("この年度の指標（拠点維持率）に使う")
    question = text("質問")
    choices = FieldList(FormField(ChoiceRow), "選択肢", min_entries=ROWS, max_entries=ROWS)

    def __init__(self, years: Sequence[ProgrammeYear], standard: Question, **kw: Any) -> None:
        rows = [{"words": one.label, "counts": one.counts} for one in standard.choices]
        super().__init__(data={"question": standard.text, "choices": rows, **kw})
        self.year.choices = options(
            ((str(year.id), fiscal(year.fiscal_year)) for year in years),
            unset="選んでください",
        )

    def facts(self) -> list[ChoiceFact]:
        """Return the rows that were filled in."""
        return [
            ChoiceFact(row.form.words.data, row.form.counts.data)
            for row in self.choices
            if row.form.words.data
        ]


class ReviseForm(PageForm):
    name = text("調査回の名前", NAME)
    closes_on = DateParts("回答の締切日", validators=[Required()])
    decisive = BooleanField("この年度の指標（拠点維持率）に使う")
    note = long_text("変更の理由", NOTE, required=False)


class ReplyForm(PageForm):
    """The one question, as its wave asks it."""

    choice = RadioField("回答", validators=[Chosen()], coerce=int)
    comment = long_text("補足・ご意見", COMMENT, required=False)

    def __init__(self, wave: Wave, **kw: Any) -> None:
        super().__init__(**kw)
        self.choice.label.text = wave.question
        self.choice.choices = options((str(one.id), one.label) for one in wave.choices)

    @property
    def chosen(self) -> int:
        return int(given(self.choice.data))


class RecordForm(ReplyForm):
    note = long_text("理由", NOTE, required=False)
