"""What a process keeps between two pages, and how it knows that it still holds.

A value is kept with a mark of what it was worked out from, read anew for each page. A mark is
made of numbers that only ever rise (how many rows, the sum of their versions), so that an equal
mark means that nothing has changed. Only pages that read keep anything: what a writer sees may be
rolled back.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from otameshi.db import db, reading

T = TypeVar("T")
MOST = 24  # values of one database

_KEPT: WeakKeyDictionary[Engine, dict[object, tuple[object, Any]]] = WeakKeyDictionary()


def remembered(name: object, mark: object, work_out: Callable[[T | None], T]) -> T:
    """Return what is kept under a name if its mark is still this, or else work it out.

    `work_out` is given what was kept before, of which it may use what still holds.
    """
    kept = _KEPT.setdefault(db.engine, {})
    known, before = kept.pop(name, (None, None))
    value: T = before if known is not None and known == mark else work_out(before)
    if value is not before and not reading.get():
        if known is not None:
            kept[name] = known, before
        return value
    kept[name] = mark, value  # at the end: the one asked for longest ago goes first
    while len(kept) > MOST:
        kept.pop(next(iter(kept)))
    return value
