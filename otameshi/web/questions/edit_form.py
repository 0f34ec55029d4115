"""What the pages on which questions are written ask for. Shape only."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.core.labels import Labelled
from otameshi.core.questions import (
    CHOSEN,
    Accepts,
    Condition,
    Kind,
    Question,
    Questionnaire,
    Source,
)
from otameshi.web.forms import (
    DIGITS,
    Chosen,
    NumberField,
    PageForm,
    given,
    labelled,
    long_text,
    options,
    text,
)

WHEN = "when_"
MOST_OPTIONS_TEXT = 6_000
UNLIMITED = frozenset({Kind.CHOICE, Kind.DATE, Kind.MUNICIPALITY})


class QuestionForm(PageForm):
    """A question of any kind; a stage's own form says which kinds, and what else it holds."""

    kinds: Sequence[Kind] = tuple(Kind)
    conditions_on: Sequence[Source] = ()  # facts that stand before every question
    texts: Sequence[Any] = ()  # validators of what people will read

    sources: Sequence[Source] = ()
    label = text("質問の文", 100)
    place = SelectField("置くところ", validators=[Chosen()])
    kind = labelled("答え方", Kind, radio=True)
    options = long_text(
        "選択肢",
        MOST_OPTIONS_TEXT,
        required=False,
        render_kw={"rows": 5},
        description="1行に1つずつ書きます。言葉を変えた選択肢は、別の選択肢になります。",
    )
    accepts = labelled("受け付けるファイル", Accepts, radio=True, validators=[])
    required = BooleanField("必須にする（答えがないと提出できない）")
    help = long_text(
        "説明",
        500,
        required=False,
        render_kw={"rows": 3},
        description="質問の文の下に出ます。答え方や例を書きます。",
    )
    least = NumberField("最小", render_kw=DIGITS)
    most = NumberField("最大", render_kw=DIGITS)

    @classmethod
    def of(
        cls, question: Question | None, whole: Questionnaire, page: str, pages: Sequence[Labelled]
    ) -> Self:
        """Show a question of the draft, or an empty one on a page."""
        first: dict[str, Any] = {"place": page, "kind": Kind.TEXT, "accepts": Accepts.DOCUMENTS}
        if question is not None:
            first = {name: getattr(question, name) for name in Question.__slots__}
            first |= {"place": question.page, "accepts": Accepts(question.accepts)}
            first["options"] = "\n".join(question.options)
        form = cls(data=first)
        form.place.choices = options((one.value, one.label) for one in pages)
        form.kind.choices = options((one.value, one.label) for one in cls.kinds)
        before = (*cls.conditions_on, *_before(whole, question))
        form.offer(before, question.condition if question else None)
        return form

    def offer(self, sources: Sequence[Source], now: Condition | None) -> None:
        """Add one list of boxes for each thing that a condition may lean on."""
        self.sources = sources
        for one in sources:
            boxes = SelectMultipleField(
                f"「{one.label}」の答え",
                choices=options(one.options),
                widget=ListWidget(prefix_label=False),
                option_widget=CheckboxInput(),
            )
            chosen = list(now.values) if now and now.source == one.key else []
            self.add(WHEN + one.key, boxes, chosen)

    @property
    def whens(self) -> list[Any]:
        return [self[WHEN + one.key] for one in self.sources]

    @property
    def conditional(self) -> bool:
        return any(one.data for one in self.whens)

    def validate(self, extra_validators: Any = None) -> bool:
        """Take one condition: who must meet two is asked by a question that is conditional."""
        checks = {name: list(self.texts) for name in ("label", "options", "help")}
        if not super().validate({**checks, **(extra_validators or {})}):
            return False
        chosen = [one for one in self.whens if one.data]
        if len(chosen) > 1:
            chosen[-1].errors = ["条件は、1つの質問の答えから選んでください。"]
        return len(chosen) <= 1

    def validate_options(self, field: Any) -> None:
        if self.kind.data in CHOSEN and not field.data:
            raise ValidationError("選択肢を1行に1つずつ入力してください。")

    def question(self, key: str = "") -> Question:
        """Return what was typed; what does not belong to the kind of answer is left out."""
        kind = Kind(self.kind.data)
        chosen, limited = kind in CHOSEN, kind not in UNLIMITED
        lines = (self.options.data or "").split("\n") if chosen else []
        stripped = (line.strip(" \t\u3000") for line in lines)
        return Question(
            key=key,
            kind=kind,
            label=given(self.label.data),
            page=given(self.place.data),
            help=self.help.data or "",
            required=bool(self.required.data),
            options=tuple(line for line in stripped if line),
            least=self.least.data if limited else None,
            most=self.most.data if limited else None,
            accepts=Accepts(self.accepts.data or Accepts.DOCUMENTS).value
            if kind is Kind.FILE
            else Accepts.DOCUMENTS.value,
            condition=self._condition(),
        )

    def _condition(self) -> Condition | None:
        for one in self.sources:
            values = self[WHEN + one.key].data
            if values:
                return Condition(one.key, tuple(values))
        return None


def _before(whole: Questionnaire, question: Question | None) -> list[Source]:
    """Return the questions that stand before this one and can be leaned on."""
    found: list[Source] = []
    for one in whole.questions:
        if question is not None and one.key == question.key:
            break
        if one.source is not None:
            found.append(one.source)
    return found


class TrialForm(PageForm):
    """What would be known anyway, for the conditions that lean on it."""

    sources: Sequence[Source] = ()

    @classmethod
    def of(cls, sources: Sequence[Source]) -> Self:
        form = cls()
        form.sources = sources
        for one in sources:
            pairs = options(one.options)
            form.add(one.key, RadioField(one.label, choices=pairs, validate_choice=False))
        return form

    @property
    def facts(self) -> list[Any]:
        return [self[one.key] for one in self.sources]
