"""The form base, and with it all that a form is made of."""

from typing import Any

from flask import Flask, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from flask_wtf.form import _Auto
from markupsafe import Markup
from wtforms import Field
from wtforms.form import BaseForm

from otameshi.core.states import Refused
from otameshi.web import kept, once, typed
from otameshi.web.dates import DateParts, clock, moment_of
from otameshi.web.fields import (
    CONTROL,
    DIGITS,
    DIGITS_ANEW,
    LONG_TEXT,
    SHORT_TEXT,
    Chosen,
    NumberField,
    Required,
    YenField,
    cleaned,
    given,
    half_width,
    labelled,
    long_text,
    options,
    plain_digits,
    row_key,
    text,
    within,
)

__all__ = [
    "CONTROL",
    "DIGITS",
    "DIGITS_ANEW",
    "LONGEST_NUMBER",
    "LONG_TEXT",
    "SHORT_TEXT",
    "Chosen",
    "DateParts",
    "MoveForm",
    "NumberField",
    "PageForm",
    "Required",
    "YenField",
    "cleaned",
    "clock",
    "given",
    "half_width",
    "hidden_fields",
    "is_number",
    "keep_attempt",
    "labelled",
    "long_text",
    "moment_of",
    "options",
    "plain_digits",
    "reason_given",
    "row_key",
    "text",
    "version_of",
    "version_shown",
    "within",
]

LONGEST_NUMBER = 9  # digits
HIDDEN = Markup('<input type="hidden" name="%s" value="%s">')


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
