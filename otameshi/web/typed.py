"""What a person typed into a page, as it was sent: taken from one form, shown in it once more."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, StringField

Fields = list[list[str]]  # name and value, in the order of the form

# What the shell puts into every form, and what must never be written down.
SHELL = frozenset({"csrf_token", "once", "typist", "typed_version", "tab", "then"})
SECRET = frozenset({"password", "again", "current"})
MOST_FIELDS, MOST_CHARACTERS = 600, 200_000


def fields_sent() -> Fields:
    """Return what was typed into the form that was posted, or nothing if it is too much to keep."""
    left_out = SHELL | SECRET
    fields = [
        [name, value] for name, value in request.form.items(multi=True) if name not in left_out
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    return fields if len(fields) <= MOST_FIELDS and size <= MOST_CHARACTERS else []


def show(fields: Fields) -> None:
    """Let the forms of the page that is being read hold this instead of what is stored."""
    g.typed = _many(fields)


@contextmanager
def instead(fields: Fields | None) -> Iterator[None]:
    """Let the forms made inside hold these fields, or what is stored, and not what was posted."""
    g.instead = _many(fields) if fields else None
    yield
    g.pop("instead")


def _many(fields: Fields) -> MultiDict[str, str]:
    return MultiDict((name, value) for name, value in fields)


def again(form: Any) -> MultiDict[str, str] | None:
    """Return what was typed into this form before, if it was this form."""
    typed: MultiDict[str, str] | None = g.get("typed")
    names = tuple(field.name for field in form)
    if typed is None or not any(_is_of(key, names) for key in typed):
        return None
    g.typed_shown = True
    return typed


def as_typed(fields: Iterable[Any]) -> None:
    """Let lines of text hold what was typed, and not yet what would be read from it."""
    for field in fields:
        if isinstance(field, FieldList):
            as_typed(field.entries)
        elif isinstance(field, FormField):
            as_typed(field.form)
        elif isinstance(field, StringField) and field.raw_data:
            field.data = field.raw_data[0]


def _is_of(key: str, names: tuple[str, ...]) -> bool:
    return any(key == name or key.startswith(f"{name}-") for name in names)
