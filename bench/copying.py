"""Many rows like those that the tests' makers made once: each with numbers of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from otameshi.db import db

AT_A_TIME = 5_000
Chain = Sequence[tuple[Any, Mapping[str, str]]]


def fill(chain: Chain, number: int) -> None:
    """Copy a chain of rows that refer to each other, until there are `number` of each.

    Beside each row stands what must differ, with {} for the copy's number. One table may stand in
    the chain more than once: the rows of a group, say.
    """
    for row, named in chain:
        table = row.__table__
        first = {column.name: getattr(row, column.name) for column in table.columns}
        moved = _moved(row, chain)
        for begin in range(1, number, AT_A_TIME):
            numbers = range(begin, min(begin + AT_A_TIME, number))
            rows = [_copy(first, moved, named, one, number) for one in numbers]
            db.session.execute(insert(table), rows)
    db.session.commit()


def _moved(row: Any, chain: Chain) -> set[str]:
    """Return the columns whose numbers move: the row's own, and those of rows in the chain."""
    ids = {(one.__tablename__, one.id) for one, _ in chain}
    links = {
        column.name
        for column in row.__table__.columns
        for key in column.foreign_keys
        if (key.column.table.name, getattr(row, column.name)) in ids
    }
    return {"id", *links}


def _copy(
    first: Mapping[str, Any], moved: set[str], named: Mapping[str, str], one: int, number: int
) -> dict[str, Any]:
    shifted = {name: first[name] + one * number for name in moved}
    words = {name: words.format(one) for name, words in named.items()}
    return {**first, **shifted, **words}
