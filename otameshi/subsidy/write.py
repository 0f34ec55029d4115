"""A rulebook written as TOML, so that what is read again is the same rulebook."""

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import cast

from otameshi.subsidy.book import Rulebook

Plain = str | int | bool | date | list["Plain"] | dict[str, "Plain"]


def plain(rulebook: Rulebook) -> dict[str, Plain]:
    """Return the document as tables and lists; what has its default is left out."""
    document = _table(rulebook)
    rules = document.pop("rules")
    order: list[Plain] = [rule.id for rule in rulebook.rules]
    return {**document, "order": order, "rules": rules}


def write(rulebook: Rulebook) -> str:
    """Return the rulebook as TOML text."""
    lines: list[str] = []
    tables: list[str] = []
    for key, value in plain(rulebook).items():
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            for item in (item for item in value if isinstance(item, dict)):
                tables += ["", f"[[{key}]]", *_fields(item)]
        else:
            lines.append(f"{key} = {_value(value)}")
    lines += tables
    return "\n".join(lines) + "\n"


def _fields(table: dict[str, Plain]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key} = {_value(value)}"


def _value(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_value(item)}' for key, item in value.items())} }}"
    return str(value)


def _table(table: object) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for field in fields(table):  # type: ignore[arg-type]  # called with dataclasses only
        value = getattr(table, field.name)
        if field.name == "rule" or value != _default(field):
            found[field.name] = _plain(value)
    return found


def _default(field: Field[object]) -> object:
    return field.default if field.default is not MISSING else None


def _plain(value: object) -> Plain:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return _table(value)
    return cast("Plain", value)
