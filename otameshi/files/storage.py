"""Where the content of files lies: a folder or an object store, under random keys."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from flask import Flask, current_app
from obstore.store import ObjectStore, from_url

from otameshi.db import db
from otameshi.files.models import Attachment
from otameshi.people import Person


class StorageFault(OSError):
    """The store does not hold what the database says it holds."""


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "file":
        Path(unquote(parts.path)).mkdir(parents=True, exist_ok=True)
    return from_url(url)


def store() -> ObjectStore:
    found: ObjectStore = current_app.extensions["otameshi.store"]
    return found


def keep(
    content: bytes, name: str, media_type: str, person: Person | None, at: datetime
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
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def content(attachment: Attachment) -> bytes:
    """Return a file's bytes, after comparing them with what was received."""
    try:
        found = bytes(obstore.get(store(), attachment.key).bytes())
    except FileNotFoundError as missing:
        raise StorageFault(f"attachment {attachment.id} is missing") from missing
    if hashlib.sha256(found).hexdigest() != attachment.sha256:
        raise StorageFault(f"attachment {attachment.id} differs from what was received")
    return found


def fault(attachment: Attachment) -> str | None:
    """Say what is wrong with a stored file, or None."""
    try:
        content(attachment)
    except StorageFault as found:
        return str(found)
    return None


def init_app(app: Flask) -> None:
    app.extensions["otameshi.store"] = _open(app.config["FILE_STORE"])
