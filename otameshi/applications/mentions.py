"""Whom a note calls by @name. No database, no web."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from otameshi.core.names import search_key

# An @ inside a word belongs to a mail address.
CALL = re.compile(r"(?<![A-Za-z0-9._%+-])[@＠]")
SHOWN = 12  # characters of a name that nobody has


@dataclass(frozen=True, slots=True)
class Called:
    """Who was called, and which calls nobody or more than one person answers to."""

    ids: frozenset[int]
    unknown: tuple[str, ...]
    shared: tuple[str, ...]


def called(text: str, names: Mapping[int, str]) -> Called:
    """Find the staff that a text calls; of two names that begin alike the longer one counts."""
    keys: dict[str, list[int]] = {}
    for person, name in names.items():
        keys.setdefault(search_key(name), []).append(person)
    ids: set[int] = set()
    unknown: list[str] = []
    shared: list[str] = []
    for call in CALL.finditer(text):
        behind = text[call.end() :]
        folded = search_key(behind.split("\n", 1)[0])
        fitting = [key for key in keys if key and folded.startswith(key)]
        if not fitting:
            unknown.append(re.split(r"[\s\u3000、。]", behind, maxsplit=1)[0][:SHOWN])
            continue
        longest = max(fitting, key=len)
        if len(keys[longest]) > 1:
            shared.append(names[keys[longest][0]])
        else:
            ids.add(keys[longest][0])
    return Called(frozenset(ids), tuple(unknown), tuple(shared))
