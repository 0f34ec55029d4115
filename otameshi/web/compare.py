"""Two fillings of one form side by side: what is stored, and what somebody typed meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField
from wtforms.fields import SelectFieldBase

from otameshi.web.forms import DateParts


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    stored: str
    typed: str


def differences(typed: Any, stored: Any) -> list[Difference]:
    """Return every field in which two forms of one kind read differently, in their order."""
    before, after = dict(_words_of(stored)), dict(_words_of(typed))
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in dict.fromkeys((*before, *after))
        if before.get(label, "") != after.get(label, "")
    ]


def _words_of(form: Any, above: str = "") -> Iterator[tuple[str, str]]:
    for field in form:
        label = f"{above}{field.label.text}"
        if isinstance(field, FieldList):
            for number, entry in enumerate(field.entries, start=1):
                yield from _words_of(entry.form, f"{label}{number}：")
        elif isinstance(field, FormField):
            yield from _words_of(field.form, f"{label}：")
        elif not isinstance(field, (FileField, HiddenField)):
            yield label, words(field)


def words(field: Any) -> str:
    """Return what a field says, as a person reads it."""
    if isinstance(field, BooleanField):
        return "はい" if field.data else "いいえ"
    if isinstance(field, DateParts):
        marked = zip(field.typed, "年月日", strict=True)
        return "".join(f"{part.strip()}{mark}" for part, mark in marked if part.strip())
    if isinstance(field, SelectFieldBase):
        choices: Iterator[Any] = field.iter_choices()  # the stubs lag behind wtforms 3.3
        return "、".join(one.label for one in choices if one.selected and one.value)
    return str(field._value()).replace("\r\n", "\n").strip()  # noqa: SLF001  # wtforms' name for it
