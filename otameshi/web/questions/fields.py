"""A field for each kind of question, and the words beside it."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.core.municipalities import MUNICIPALITIES
from otameshi.core.questions import OUTSIDE, Accepts, Kind, Question, Source, most
from otameshi.files.kinds import BY_NAME, accept
from otameshi.web.forms import DateParts, long_text, options, text

MOST_RADIOS = 7
LONGEST = 40_000  # code points; what a reader counts is limited by the question itself
NOBODY = "答えない"
UNSET = "選んでください"


def boxes(label: str, pairs: Sequence[tuple[str, str]], validators: Any) -> Any:
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
        case Kind.CHOICE | Kind.SCALE:
            return _choice(one, checks)
        case Kind.SEVERAL:
            return boxes(one.label, pairs, checks)
        case Kind.DATE:
            return DateParts(one.label, validators=checks)
        case Kind.MUNICIPALITY:
            return SelectField(
                one.label, choices=_municipalities(), validators=checks, validate_choice=False
            )
        case Kind.FILE:
            accepts = {"accept": accept(BY_NAME[one.accepts]), "multiple": True}
            return MultipleFileField(one.label, validators=checks, render_kw=accepts)
        case _:
            return _typed_field(one, checks)


def _typed_field(one: Question, checks: Any) -> Any:
    if one.kind is Kind.LONG:
        rows = {"rows": 6}
        return long_text(one.label, LONGEST, required=False, validators=checks, render_kw=rows)
    digits = {"inputmode": "numeric"} if one.kind is Kind.NUMBER else {}
    return text(one.label, LONGEST, required=False, validators=checks, render_kw=digits)


def _choice(one: Question, checks: Any) -> Any:
    offered = one.source.options if one.source else ()
    facts_ = {"validators": checks, "validate_choice": False}
    if len(offered) > MOST_RADIOS and one.kind is not Kind.SCALE:
        return SelectField(one.label, choices=options(offered, unset=UNSET), **facts_)
    last = [] if one.required else [("", NOBODY)]
    return RadioField(one.label, choices=options([*offered, *last]), **facts_)


def _municipalities() -> list[Any]:
    """Return all municipalities by their area, and the way out for who lives elsewhere."""
    areas = dict.fromkeys(one.area for one in MUNICIPALITIES)
    found = options([(OUTSIDE, OUTSIDE)], unset=UNSET)
    for area in areas:
        names = [one.name for one in MUNICIPALITIES if one.area == area]
        found += options(((name, name) for name in names), group=area)
    return found


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


def concerns(questions: Sequence[Question], sources: Sequence[Source] = ()) -> dict[str, str]:
    """Say of each conditional question, by its key, whom it is asked of."""
    known = {one.key: one for one in sources}
    found: dict[str, str] = {}
    for one in questions:
        if one.condition is not None and one.condition.source in known:
            source = known[one.condition.source]
            values = "か".join(f"「{source.label_of(each)}」" for each in one.condition.values)
            found[one.key] = f"「{source.label}」が{values}の方だけ"
        if one.source is not None:
            known[one.key] = one.source
    return found
