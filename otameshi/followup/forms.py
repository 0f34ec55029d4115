"""What the pages of the survey ask for. Shape only: the rules decide what is allowed."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import NumberRange

from otameshi.core.questions import Answer, Questionnaire
from otameshi.followup.rules import Source
from otameshi.programme.models import ProgrammeYear
from otameshi.web.filters import fiscal
from otameshi.web.forms import (
    Chosen,
    DateParts,
    NumberField,
    PageForm,
    Required,
    labelled,
    long_text,
    options,
    text,
)
from otameshi.web.questions.on_page import PREFIX, OnPage

NAME, NOTE = 40, 500
TEN_YEARS = 120  # months


class WaveForm(PageForm):
    year = SelectField("年度", validators=[Chosen()], coerce=lambda key: int(key) if key else None)
    name = text("調査回の名前", NAME)
    months = NumberField(
        "おためし期間の終了からの月数",
        validators=[
            Required(),
            NumberRange(min=0, max=TEN_YEARS, message="0から120までの月数を入力してください。"),
        ],
        render_kw={"inputmode": "numeric"},
    )
    asked_on = DateParts("調査を始める日", validators=[Required()])
    closes_on = DateParts("回答の締切日", validators=[Required()])
    decisive = BooleanField("この年度の指標（拠点維持率）に使う")

    def __init__(self, years: Sequence[ProgrammeYear], **kw: Any) -> None:
        super().__init__(data={"months": 0, **kw})
        self.year.choices = options(
            ((str(year.id), fiscal(year.fiscal_year)) for year in years),
            unset="選んでください",
        )


class ReviseForm(PageForm):
    name = text("調査回の名前", NAME)
    closes_on = DateParts("回答の締切日", validators=[Required()])
    decisive = BooleanField("この年度の指標（拠点維持率）に使う")
    note = long_text("変更の理由", NOTE, required=False)


class ReplyForm(PageForm):
    """The questions of a wave, as the group is asked them."""

    def ask(self, whole: Questionnaire, given: Mapping[str, Answer]) -> None:
        """Add a field for each question, with what was answered before."""
        self.own = OnPage(form=self, page="", whole=whole, known=dict(given))
        self.own.bind()

    @property
    def answers(self) -> Mapping[str, Answer | None]:
        return self.own.given()


class RecordForm(ReplyForm):
    source = labelled("回答の方法", Source, radio=True, only=(Source.TELEPHONE, Source.PAPER))
    note = long_text("理由", NOTE, required=False)


def field_name(key: str) -> str:
    """Return the name of a question's field on the page."""
    return PREFIX + key
