"""Fields that read what people in Japan type: texts, numbers, yen, and choices."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from wtforms import Field, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import choices
from wtforms.validators import InputRequired, StopValidation, ValidationError
from wtforms.widgets import TextInput

from otameshi.core.labels import Labelled
from otameshi.web.lengths import AtMost

T = TypeVar("T")
LONG_TEXT = 4_000
SHORT_TEXT = 200
DIGITS = {"inputmode": "numeric"}  # a telephone shows its keys for numbers
DIGITS_ANEW = {**DIGITS, "autocomplete": "off"}  # and the browser offers nothing typed before
# What no file of any kind takes unchanged: controls, directions, surrogates, non-characters.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
LINE_END = re.compile("\r\n?")


def given(data: T | None) -> T:
    """Return the data of a required field, once its form has been validated."""
    if data is None:
        raise ValueError
    return data


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


def half_width(text: str | None) -> str | None:
    """Fold １７：００ to 17:00."""
    return None if text is None else unicodedata.normalize("NFKC", text).replace(" ", "")


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


def within(least: int, most: int) -> Callable[[Any, Field], None]:
    def check(_: Any, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise ValidationError(f"{least:,}から{most:,}までの整数で入力してください。")

    return check
