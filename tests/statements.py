"""Count the SQL statements that something takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from otameshi.db import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements sent while the block runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):  # sent on SQLite alone
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def counted(act: Callable[[], object]) -> int:
    """Return how many statements `act` takes when nothing is loaded yet."""
    db.session.commit()
    db.session.expire_all()
    with statements() as sent:
        act()
    return len(sent)
