"""A form with a file as bytes on the wire, for what no well-behaved client would send."""

from typing import Any

import obstore

from otameshi.db import db
from otameshi.files import storage

BOUNDARY = b"----a-boundary-of-the-tests"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY.decode()}"


def _part(head: bytes, content: bytes) -> bytes:
    return b"--" + BOUNDARY + b"\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + content


def form(hidden: dict[str, str], field: str, name: bytes, content: bytes) -> bytes:
    """Return a body with one file, under a name of any bytes, and the hidden fields last."""
    file = b'name="' + field.encode() + b'"; filename="' + name + b'"\r\nContent-Type: x/y'
    return _part(file, content) + b"\r\n" + fields(hidden)


def fields(typed: dict[str, str]) -> bytes:
    parts = [_part(f'name="{key}"'.encode(), value.encode()) for key, value in typed.items()]
    return b"\r\n".join([*parts, b"--" + BOUNDARY + b"--\r\n"])


def everything() -> dict[str, list[Any]]:
    """Return all rows of all tables, and all that lies in the store."""
    db.session.rollback()
    found: dict[str, list[Any]] = {
        name: [tuple(row) for row in db.session.execute(table.select())]
        for name, table in db.metadata.tables.items()
    }
    found["store"] = sorted(one["path"] for batch in obstore.list(storage.store()) for one in batch)
    db.session.rollback()
    return found


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    """Name the tables that differ."""
    return {
        name for name in after if sorted(map(repr, before[name])) != sorted(map(repr, after[name]))
    }
