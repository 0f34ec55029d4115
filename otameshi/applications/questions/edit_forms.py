"""What the pages on which questions are written ask for. Shape only."""

from collections.abc import Sequence
from typing import Any, Self

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.applications.questions.facts import PAGES, SOURCES
from otameshi.applications.reading import on_paper
from otameshi.applications.rules import PageName
from otameshi.core.questions import Condition, Kind, Question, Questionnaire, Source
from otameshi.programme.asked import Accepts
from otameshi.web.forms import NumberField, PageForm, given, labelled, long_text, options, text

DIGITS = {"inputmode": "numeric"}
WHEN = "when_"
MOST_OPTIONS_TEXT = 6_000


class QuestionForm(PageForm):
    sources: Sequence[Source] = ()
    label = text("質問の文", 100, validators=[on_paper])
    place = labelled("置くページ", PageName, only=PAGES)
    kind = labelled("答え方", Kind, radio=True)
    options = long_text(
        "選択肢",
        MOST_OPTIONS_TEXT,
        required=False,
        validators=[on_paper],
        render_kw={"rows": 5},
        description="1行に1つずつ書きます。言葉を変えた選択肢は、別の選択肢になります。",
    )
    accepts = labelled("受け付けるファイル", Accepts, radio=True)
    required = BooleanField("必須にする（答えがないと提出できない）")
    help = long_text(
        "説明",
        500,
        required=False,
        validators=[on_paper],
        render_kw={"rows": 3},
        description="質問の文の下に出ます。答え方や例を書きます。",
    )
    to_reviewers = BooleanField(
        "選考委員にも答えを見せる（氏名などは伏せる）",
        description="この版で応募した人の答えから、選考委員の採点のページに出ます。",
    )
    least = NumberField("最小", render_kw=DIGITS)
    most = NumberField("最大", render_kw=DIGITS)

    @classmethod
    def of(cls, question: Question | None, whole: Questionnaire, page: PageName) -> Self:
        """Show a question of the draft, or an empty one on a page."""
        first: dict[str, Any] = {"place": page, "kind": Kind.TEXT, "accepts": Accepts.DOCUMENTS}
        if question is not None:
            first = {name: getattr(question, name) for name in Question.__slots__}
            first |= {"place": PageName(question.page), "accepts": Accepts(question.accepts)}
            first["options"] = "\n".join(question.options)
        form = cls(data=first)
        form.offer(_before(whole, question), question.condition if question else None)
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
        if not super().validate(extra_validators):
            return False
        chosen = [one for one in self.whens if one.data]
        if len(chosen) > 1:
            chosen[-1].errors = ["条件は、1つの質問の答えから選んでください。"]
        return len(chosen) <= 1

    def validate_options(self, field: Any) -> None:
        if self.kind.data in {Kind.CHOICE, Kind.SEVERAL} and not field.data:
            raise ValidationError("選択肢を1行に1つずつ入力してください。")

    def question(self, key: str = "") -> Question:
        """Return what was typed; what does not belong to the kind of answer is left out."""
        kind = Kind(self.kind.data)
        chosen = kind in {Kind.CHOICE, Kind.SEVERAL}
        limited = kind not in {Kind.CHOICE, Kind.DATE}
        lines = (self.options.data or "").split("\n") if chosen else []
        stripped = (line.strip(" \t\u3000") for line in lines)
        return Question(
            key=key,
            kind=kind,
            label=given(self.label.data),
            page=PageName(self.place.data).value,
            help=self.help.data or "",
            required=bool(self.required.data),
            options=tuple(line for line in stripped if line),
            least=self.least.data if limited else None,
            most=self.most.data if limited else None,
            accepts=str(self.accepts.data) if kind is Kind.FILE else Accepts.DOCUMENTS.value,
            condition=self._condition(),
            to_reviewers=bool(self.to_reviewers.data),
        )

    def _condition(self) -> Condition | None:
        for one in self.sources:
            values = self[WHEN + one.key].data
            if values:
                return Condition(one.key, tuple(values))
        return None


def _before(whole: Questionnaire, question: Question | None) -> list[Source]:
    """Return the facts, and the questions that stand before this one."""
    found = list(SOURCES)
    for one in whole.questions:
        if question is not None and one.key == question.key:
            break
        if one.source is not None:
            found.append(one.source)
    return found


class TrialForm(PageForm):
    """What an application would say anyway, for the conditions that lean on it."""

    @classmethod
    def of(cls) -> Self:
        form = cls()
        for one in SOURCES:
            pairs = options(one.options)
            form.add(one.key, RadioField(one.label, choices=pairs, validate_choice=False))
        return form

    @property
    def facts(self) -> list[Any]:
        return [self[one.key] for one in SOURCES]
