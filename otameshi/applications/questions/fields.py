"""A field for each kind of question, and the words beside it."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.applications.attaching import KINDS
from otameshi.applications.models import ApplicationPaper
from otameshi.core.questions import Kind, Question, Source, most
from otameshi.files.kinds import accept
from otameshi.programme.asked import Accepts
from otameshi.web.forms import DateParts, PageForm, long_text, options, text

DROP = "drop_"
MOST_RADIOS = 7
LONGEST = 40_000  # code points; what a reader counts is limited by the question itself
NOBODY = "答えない"


def drop_field(form: PageForm, one: Question, papers: Sequence[ApplicationPaper]) -> Field:
    """Offer the files that are there to be taken out; no form can stand inside a form."""
    pairs = [(str(paper.id), paper.attachment.name) for paper in papers]
    return form.add(DROP + one.key, _boxes("削除するファイル", pairs, []), [])


def _boxes(label: str, pairs: Sequence[tuple[str, str]], validators: Any) -> Any:
    return SelectMultipleField(
        label,
        choices=options(pairs),
        validators=validators,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def field_of(one: Question, checks: Any) -> Any:
    pairs = [(each, each) for each in one.options]
    match one.kind:
        case Kind.CHOICE:
            return _choice(one, pairs, checks)
        case Kind.SEVERAL:
            return _boxes(one.label, pairs, checks)
        case Kind.DATE:
            return DateParts(one.label, validators=checks)
        case Kind.FILE:
            accepts = {"accept": accept(KINDS[Accepts(one.accepts)]), "multiple": True}
            return MultipleFileField(one.label, validators=checks, render_kw=accepts)
        case _:
            return _typed_field(one, checks)


def _typed_field(one: Question, checks: Any) -> Any:
    if one.kind is Kind.LONG:
        rows = {"rows": 6}
        return long_text(one.label, LONGEST, required=False, validators=checks, render_kw=rows)
    digits = {"inputmode": "numeric"} if one.kind is Kind.NUMBER else {}
    return text(one.label, LONGEST, required=False, validators=checks, render_kw=digits)


def _choice(one: Question, pairs: list[tuple[str, str]], checks: Any) -> Any:
    facts_ = {"validators": checks, "validate_choice": False}
    if len(pairs) > MOST_RADIOS:
        return SelectField(one.label, choices=options(pairs, unset="選んでください"), **facts_)
    last = [] if one.required else [("", NOBODY)]
    return RadioField(one.label, choices=options([*pairs, *last]), **facts_)


def asked_only(one: Question, source: Source | None) -> str:
    if source is None or one.condition is None:
        return ""
    named = "か".join(f"「{source.label_of(value)}」" for value in one.condition.values)
    return f"「{source.label}」で{named}を選んだ方だけ、お答えください。"


def limits(one: Question) -> str:
    """Say the limits that a person should know before typing."""
    match one.kind:
        case Kind.TEXT | Kind.LONG if one.most is not None or one.least is not None:
            least = f"{one.least:,}文字以上" if one.least else ""
            top = f"{most(one):,}文字以内" if one.most else ""
            return f"{least}{top}で入力してください。"
        case Kind.SEVERAL if one.most is not None:
            return f"{one.most}つまで選べます。"
        case Kind.FILE:
            return f"{Accepts(one.accepts).label}。ファイルは{most(one)}個まで。"
        case _:
            return ""
