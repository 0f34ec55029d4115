"""What was read otherwise than it was typed, said back to the person who typed it."""

from collections.abc import Iterator
from typing import Any

from flask import flash
from wtforms import StringField

from otameshi.core.wareki import wareki
from otameshi.web.forms import DateParts, NumberField, cleaned


def read_otherwise(form: Any) -> Iterator[tuple[str, str]]:
    """Return (label, as kept) of each field that is kept otherwise than it was typed."""
    for field in form:
        typed = cleaned(str((field.raw_data or [""])[0])) or ""
        if field.data is None or not typed:
            continue
        kept = _kept(field)
        if kept is not None and _bare(kept) != _bare(typed):
            yield field.label.text, kept


def _kept(field: Any) -> str | None:
    if isinstance(field, DateParts):
        plain = [str(part) for part in (field.data.year, field.data.month, field.data.day)]
        shown = f"{field.data.year}年{field.data.month}月{field.data.day}日（{wareki(field.data)}）"
        return None if [_bare(part) for part in field.typed] == plain else shown
    if isinstance(field, NumberField):
        return str(field.data)
    return field.data if isinstance(field, StringField) else None


def _bare(typed: str) -> str:
    """Return 05 as 5 and 12,000 as 12000: nobody takes that for another number."""
    digits = typed.strip().replace(",", "")
    plain = digits.isascii() and digits.isdigit()
    return digits.lstrip("0") or "0" if plain else typed


def say_back(form: Any) -> None:
    """Tell with the next page how the folded fields of a saved form are kept."""
    found = "、".join(f"{label}は「{kept}」" for label, kept in read_otherwise(form))
    if found:
        flash(f"次のように読み替えて保存しました：{found}", "notice")
