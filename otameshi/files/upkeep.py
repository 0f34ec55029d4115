"""Holds the rows and the store against each other."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import obstore
from sqlalchemy import select

from otameshi.db import db
from otameshi.files import storage
from otameshi.files.models import Attachment

# A file is written before its row: one without a row may still be on its way.
ON_ITS_WAY = timedelta(days=1)
BATCH = 500


def faults() -> Iterator[str]:
    """Say of every listed file that is missing or altered, what is wrong with it."""
    listed = select(Attachment).order_by(Attachment.id).execution_options(yield_per=BATCH)
    for attachment in db.session.scalars(listed):
        found = storage.fault(attachment)
        if found is not None:
            yield f"{found}（{attachment.name}）"


def strays(at: datetime) -> Iterator[str]:
    """Name the files in the store, older than a day, to which no row points."""
    for batch in obstore.list(storage.store(), chunk_size=BATCH):
        old = [one["path"] for one in batch if at - one["last_modified"] > ON_ITS_WAY]
        yield from _without_row(old)


def _without_row(keys: Sequence[str]) -> list[str]:
    known = set(db.session.scalars(select(Attachment.key).where(Attachment.key.in_(keys))))
    return [key for key in keys if key not in known]


def sweep(at: datetime) -> Iterator[str]:
    """Remove the strays; name each."""
    for key in list(strays(at)):
        storage.drop(key)
        yield key
