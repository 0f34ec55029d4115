"""Fields named as their settings: the label is the setting's own."""

from typing import Any

from wtforms.validators import Optional

from otameshi.programme.rules import WORDS
from otameshi.web.forms import DIGITS, DateParts, NumberField, Required, text, within


def named_number(
    name: str, least: int, most: int, *, required: bool = True, description: str = ""
) -> NumberField:
    checks = [Required() if required else Optional(), within(least, most)]
    return NumberField(WORDS[name], checks, render_kw=DIGITS, description=description)


def named_date(name: str, *, required: bool = True) -> DateParts:
    return DateParts(WORDS[name], validators=[Required()] if required else [])


def named_text(name: str, most: int = 100, **kw: Any) -> Any:
    return text(WORDS[name], most, **kw)


def listed(field: Any) -> list[str]:
    """Return the lines of a field, each once, without empty ones."""
    lines = (line.strip(" \t\u3000") for line in (field.data or "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))
