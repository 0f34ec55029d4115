"""Where the content of files lies: a folder or an object store, under random keys."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from flask import Flask, current_app
from obstore.store import ObjectStore, from_url

from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.files.models import Attachment, Scan
from otameshi.people import Person

QUARANTINE = "quarantine"
PIECE = 256 * 1024  # bytes read at a time


class StorageFault(Exception):
    """The store does not hold what the database says it holds."""


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "file":
        Path(unquote(parts.path)).mkdir(parents=True, exist_ok=True)
    return from_url(url)


def store() -> ObjectStore:
    found: ObjectStore = current_app.extensions["otameshi.store"]
    return found


def keep(  # content, its three names for people, and what happens to it
    content: bytes,
    name: str,
    media_type: str,
    person: Person | None,
    at: datetime,
    *,
    scan: Scan = Scan.NONE,
) -> Attachment:
    """Write the content, then its row. A row never points at nothing; a stray file is swept."""
    key = f"{at:%Y/%m}/{secrets.token_hex(16)}"
    obstore.put(store(), key, content, mode="create")
    attachment = Attachment(
        key=key,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        person=person,
        at=at,
        scan=scan,
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def content(attachment: Attachment) -> bytes:
    """Return a file's bytes for somebody to read: as received, and not held by the scanner."""
    if attachment.infected:
        raise Refused(f"「{attachment.name}」はウイルスのため隔離しました。開くことはできません。")
    if attachment.closed:
        raise Refused(
            f"「{attachment.name}」は確認中です。少し待ってから、もう一度開いてください。"
        )
    found = b"".join(_named(attachment))
    if hashlib.sha256(found).hexdigest() != attachment.sha256:
        raise StorageFault(f"attachment {attachment.id} differs from what was received")
    return found


def chunks(key: str) -> Iterator[bytes]:
    """Read what lies under a key, piece by piece."""
    try:
        for piece in obstore.get(store(), key).stream(min_chunk_size=PIECE):
            yield bytes(piece)
    except FileNotFoundError as missing:
        raise StorageFault(f"nothing lies under {key}") from missing


def _named(attachment: Attachment) -> Iterator[bytes]:
    try:
        yield from chunks(attachment.key)
    except StorageFault as missing:
        raise StorageFault(f"attachment {attachment.id} is missing") from missing


def fault(attachment: Attachment) -> str | None:
    """Say what is wrong with a stored file, held or not, or None; never hold it in memory."""
    digest = hashlib.sha256()
    try:
        for piece in _named(attachment):
            digest.update(piece)
    except StorageFault as found:
        return str(found)
    if digest.hexdigest() != attachment.sha256:
        return f"attachment {attachment.id} differs from what was received"
    return None


def quarantine(attachment: Attachment) -> str:
    """Let a file lie apart from all others; return the key that is to be dropped afterwards."""
    left = attachment.key
    attachment.key = f"{QUARANTINE}/{left}"
    obstore.copy(store(), left, attachment.key)
    return left


def drop(key: str) -> None:
    """Remove what no row points at any more."""
    obstore.delete(store(), key)


def init_app(app: Flask) -> None:
    app.extensions["otameshi.store"] = _open(app.config["FILE_STORE"])
