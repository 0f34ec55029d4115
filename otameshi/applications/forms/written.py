"""What applicants write: lines and texts that may stay empty, and can be printed on a paper."""

from collections.abc import Callable
from typing import Any

from wtforms import Form
from wtforms.validators import ValidationError

from otameshi.applications.reading import on_paper
from otameshi.web.forms import long_text, text

UNSET = "選んでください"


def short(label: str, most: int = 100, **kw: Any) -> Any:
    """Make a line that may stay empty and can be printed on a paper."""
    return text(label, most, required=False, **_printed(kw))


def long(label: str, most: int = 2_000, **kw: Any) -> Any:
    return long_text(label, most, required=False, **_printed(kw))


def explanation(label: str) -> Any:
    """Make the place where an applicant explains what a soft condition (概ね) asks about."""
    return long(label, 500, render_kw={"rows": 3})


def _printed(kw: dict[str, Any]) -> dict[str, Any]:
    return {**kw, "validators": [on_paper, *kw.get("validators", [])]}


def checked(reads: Callable[[str], bool], message: str) -> Callable[[Form, Any], None]:
    def check(_: Form, field: Any) -> None:
        if field.data and not reads(field.data):
            raise ValidationError(message)

    return check
