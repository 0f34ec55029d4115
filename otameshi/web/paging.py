"""Long lists come in pages: one statement for the rows and one for their number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from sqlalchemy import Select, func, select

from otameshi.db import db

T = TypeVar("T")
ROWS = 50
LONGEST_NUMBER = 6  # digits of a page


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    rows: Sequence[T]
    page: int
    pages: int
    total: int

    def url(self, number: int) -> str:
        """Return this list's address at another page, with the same filters."""
        wanted = {**request.args.to_dict(), "page": str(number)}
        return f"{url_for(request.endpoint or '', **(request.view_args or {}))}?{urlencode(wanted)}"


def asked_page() -> int:
    text = request.args.get("page", "1")
    short = len(text) <= LONGEST_NUMBER and text.isascii() and text.isdigit()
    return max(1, int(text)) if short else 1


def paged(query: Select[Any], rows: int = ROWS) -> Page[Any]:
    total = (
        db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    )
    pages = max(1, -(-total // rows))
    page = min(asked_page(), pages)
    found = db.session.scalars(query.limit(rows).offset((page - 1) * rows)).unique().all()
    return Page(found, page, pages, total)


def cut(total: int, read: Callable[[int, int], Sequence[T]], rows: int = ROWS) -> Page[T]:
    """Return the page that is asked for, where the list is counted and read by its own stage."""
    pages = max(1, -(-total // rows))
    page = min(asked_page(), pages)
    found = read(rows, (page - 1) * rows) if total else []
    return Page(found, page, pages, total)
