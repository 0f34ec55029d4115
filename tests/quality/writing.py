"""What a post would write: its statements and their values, told and then taken back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from otameshi.db import db

WRITES = ("INSERT", "UPDATE", "DELETE")
# The shell's own: what of a form was sent, and when; and the chain, which repeats what it records.
SHELL = ("INSERT INTO spent_keys", "UPDATE spent_keys", "UPDATE history_tip")
# A moment, or a token, a hash or an address that is drawn anew each time.
CHANCE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:[\d.]+|\d\d時\d\d分(\d\d秒)?|\d{8}T\d{6}Z|[\w.=+/$-]{22,}"
)


@dataclass(slots=True)
class Written:
    statements: list[tuple[str, str]] = field(default_factory=list)
    saved: bool = False  # whether it came as far as its commit

    def unlike(self, other: "Written") -> list[tuple[str, str]]:
        """Return what the other wrote otherwise, for a person to read."""
        return [one for one in other.statements if one not in self.statements][:3]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str({name: _plain(each) for name, each in value.items()})
    if isinstance(value, list | tuple):
        return str([_plain(each) for each in value])
    return "at" if isinstance(value, datetime) else CHANCE.sub("*", str(value))


@contextmanager
def written() -> Iterator[Written]:
    """Record what is written while the block runs; nothing of it is kept."""
    found = Written()

    def note(_c: Any, _k: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith(WRITES) and not statement.startswith(SHELL):
            found.statements.append((statement, _plain(values)))

    def overtake(session: Session) -> None:
        session.flush()
        found.saved = True
        raise StaleDataError

    event.listen(db.engine, "before_cursor_execute", note)
    event.listen(Session, "before_commit", overtake)
    try:
        yield found
    finally:
        event.remove(Session, "before_commit", overtake)
        event.remove(db.engine, "before_cursor_execute", note)
        db.session.remove()
