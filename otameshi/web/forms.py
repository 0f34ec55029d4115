"""The form base, and fields that read what people in Japan type."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask import Flask, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from flask_wtf.form import _Auto
from markupsafe import Markup
from wtforms import Field, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import choices
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import TextInput

from otameshi.core import wareki
from otameshi.core.clock import today
from otameshi.core.labels import Labelled
from otameshi.core.states import Refused
from otameshi.web import kept, once, typed
from otameshi.web.lengths import AtMost

T = TypeVar("T")
LONG_TEXT = 4_000
SHORT_TEXT = 200
LONGEST_NUMBER = 9  # digits
# What no file of any kind takes unchanged: controls, directions, surrogates, non-characters.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
LINE_END = re.compile("\r\n?")
HIDDEN = Markup('<input type="hidden" name="%s" value="%s">')


def given(data: T | None) -> T:
    """Return the data of a required field, once its form has been validated."""
    if data is None:
        raise ValueError
    return data


def hidden_fields() -> Markup:
    """Return what every form carries last, so that an upload cut short lacks it and is refused."""
    carried = (
        ("csrf_token", generate_csrf()),
        (once.FIELD, once.fresh()),
        (kept.TYPIST, kept.typist()),
    )
    return Markup().join((*(HIDDEN % one for one in carried), _typed_at()))


def _typed_at() -> Markup:
    """Return the version that what is shown again was typed on, so that it overtakes nobody."""
    version = kept.typed_version()
    if not version:
        return Markup()
    return Markup('<input type="hidden" name="typed_version" value="{}">').format(version)


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A form bound to the current request. Forged and repeated posts are refused before it."""

    class Meta:
        csrf = False  # checked for every POST at once, in app.py
        locales = ("ja",)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Leave out what was sent to a button of this page and not to its form."""
            if "instead" in g:
                return g.instead
            aside = "aside" in g
            sent = None if aside else super().wrap_formdata(form, formdata)  # type: ignore[misc]  # wtforms joins the metas
            return typed.again(form) if sent is None and not aside else sent

    def process(self, *args: Any, **kw: Any) -> None:
        super().process(*args, **kw)
        if "typed_shown" in g or g.get("instead"):
            typed.as_typed(self)

    def sent(self) -> bool:
        """Return whether this was posted, is well formed, and was not refused a moment ago."""
        if request.method != "POST" or "aside" in g:
            return False
        well_formed = bool(self.validate())
        if "refusal" in g:
            self.form_errors.append(g.refusal)
        g.form_failed = not well_formed or "refusal" in g
        return not g.form_failed

    def add(self, name: str, unbound: Any, value: Any = None) -> Field:
        """Add a field that no class could declare, and read what was sent into it."""
        BaseForm.__setitem__(self, name, unbound)  # Form itself is closed: its class declares
        bound: Field = self[name]
        bound.process(self.meta.wrap_formdata(self, _Auto), value)
        return bound


def keep_attempt() -> None:
    """Let the post be saved although its form is shown again: a wrong password must be counted."""
    g.form_failed = False


def _choice(value: str, label: str, group: str | None = None) -> Any:
    return choices.SelectChoice(value, label, None, group)  # type: ignore[attr-defined]  # stubs lag


def options(
    pairs: Iterable[tuple[str, str]], unset: str | None = None, group: str | None = None
) -> list[Any]:
    """Make the choices of a select; `unset` is the text of the empty first one."""
    first = [] if unset is None else [_choice("", unset)]
    return [*first, *(_choice(value, label, group) for value, label in pairs)]


def row_key(value: object) -> int | None:
    """Read a row's id from a select; its empty first choice is None."""
    return int(str(value)) if value not in {None, "", "None"} else None


def labelled(
    label: str,
    kind: type[Labelled],
    *,
    radio: bool = False,
    only: Sequence[Labelled] = (),
    **kw: Any,
) -> SelectField:
    """Make a choice among an enumeration's members, shown by their labels."""
    field = RadioField if radio else SelectField
    pairs = options((one.value, one.label) for one in (only or kind))
    return field(
        label,
        choices=pairs,
        coerce=lambda text: text if text is None else kind(str(text)),
        validators=kw.pop("validators", [Chosen()]),
        **kw,
    )


class Required(InputRequired):
    """The value must be typed; the message says which field."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message)

    def __call__(self, form: Any, field: Field) -> None:  # as in wtforms
        text = field.raw_data[0] if field.raw_data else None
        if text is None or (isinstance(text, str) and not text.strip(" \t\r\n\u3000")):
            field.errors = []
            raise StopValidation(self.message or f"{field.label.text}を入力してください。")


class Chosen(Required):
    def __call__(self, form: Any, field: Field) -> None:  # as in wtforms
        if not any(field.raw_data or ()):
            raise StopValidation(f"{field.label.text}を選んでください。")


def cleaned(text: str | None) -> str | None:
    """Return a text without space around it and with one kind of line end, otherwise as typed."""
    return None if text is None else LINE_END.sub("\n", text).strip(" \t\n\u3000")


def _printable(_: object, field: Field) -> None:
    if field.data and CONTROL.search(field.data):
        raise StopValidation("使えない文字（制御文字）が含まれています。消してから送ってください。")


def _one_line(_: object, field: Field) -> None:
    if field.data and "\n" in field.data:  # no browser sends one from a field of one line
        raise StopValidation("改行を使わずに、1行で入力してください。")


def text(label: str, most: int = SHORT_TEXT, *, required: bool = True, **kw: Any) -> StringField:
    """Make a one-line text, kept exactly as typed but for space around it."""
    kw["validators"] = [_one_line, *kw.get("validators", [])]
    return StringField(label, **_text_rules(most, required=required, **kw))


def long_text(
    label: str, most: int = LONG_TEXT, *, required: bool = True, **kw: Any
) -> TextAreaField:
    return TextAreaField(label, **_text_rules(most, required=required, **kw))


def _text_rules(most: int, *, required: bool, **kw: Any) -> dict[str, Any]:
    rules = [Required()] if required else []
    checks = [*rules, AtMost(most), _printable, *kw.pop("validators", [])]
    return {"filters": [cleaned, *kw.pop("filters", [])], "validators": checks, **kw}


def plain_digits(text: str) -> str:
    """Fold １２，０００円 to 12000."""
    return unicodedata.normalize("NFKC", text).strip(" ¥\\円").replace(",", "").replace("、", "")


class NumberField(IntegerField):
    """Reads full-width digits and thousands separators; refuses what no column can hold."""

    # A browser's number field takes no full-width digits, and changes when one scrolls over it.
    widget = TextInput()
    most = 10**12

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        plain = plain_digits(valuelist[0])
        if not re.fullmatch(r"-?[0-9]{1,18}", plain) or abs(int(plain)) > self.most:
            self.data = None
            raise ValueError("整数を数字で入力してください。")
        self.data = int(plain)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class YenField(NumberField):
    """Whole yen, shown with separators."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}"


@dataclass(frozen=True, slots=True)
class DatePart:
    id: str
    name: str
    label: str
    value: str
    width: int
    autocomplete: str | None


class DateParts(Field):
    """A date in three fields 年・月・日; 令和8 is accepted as the year."""

    def __init__(self, label: str, *args: Any, birth: bool = False, **kw: Any) -> None:
        super().__init__(label, *args, **kw)
        self.birth = birth
        self.typed = ["", "", ""]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.raw_data, self.data = (
            [],
            self.default if data is None or not isinstance(data, date) else data,
        )
        if isinstance(data, date):
            self.data = data
            self.typed = [str(data.year), str(data.month), str(data.day)]
        if formdata is not None and f"{self.name}-year" in formdata:
            self.typed = [
                formdata.get(f"{self.name}-{part}", "")[:12] for part in ("year", "month", "day")
            ]
            self.raw_data = ["".join(self.typed)]
            self._read()

    def _read(self) -> None:
        self.data = None
        if not any(part.strip() for part in self.typed):
            return
        try:
            self.data = wareki.read_parts(*map(plain_digits, self.typed))
        except wareki.UnreadableDate as wrong:
            self.process_errors.append(str(wrong))
        if self.birth and self.data and self.data > today():
            self.process_errors.append("今日までの日付を入力してください。")

    @property
    def parts(self) -> list[DatePart]:
        names = (("year", "年", 4), ("month", "月", 2), ("day", "日", 2))
        return [
            DatePart(
                id=self.id if part == "year" else f"{self.id}-{part}",
                name=f"{self.name}-{part}",
                label=label,
                value=value,
                width=width,
                autocomplete=f"bday-{part}" if self.birth else None,
            )
            for (part, label, width), value in zip(names, self.typed, strict=True)
        ]


class MoveForm(PageForm):
    """What a button of the table of moves sends: at most a reason."""

    note = long_text("理由", 2_000, required=False)


def reason_given() -> str:
    """Return the reason sent with a button, or refuse one that cannot be kept."""
    form = MoveForm()
    if not form.validate():
        raise Refused(f"{form.note.label.text}：{form.note.errors[0]}")
    return form.note.data or ""


def is_number(typed: str) -> bool:
    """Return whether a hidden field or an address holds the number of a row or a version."""
    return typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER


def version_shown() -> int | None:
    """Return the version of the row that the page showed, sent back as a hidden field."""
    sent = request.form.get("typed_version") or request.form.get("version", "")
    return int(sent) if is_number(sent) else None


def version_of(row: Any) -> int:
    """Return the version that a form shown again stands on: the one it was first shown with."""
    sent = version_shown() if request.method == "POST" else None
    return int(row.version) if sent is None or g.get("overtaken") else sent


def init_app(app: Flask) -> None:
    app.add_template_global(version_of)
    app.add_template_global(hidden_fields)
