"""The worker's part: each receipt's picture gets its print once, and is read where it can be."""

import json
import logging
from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from otameshi.claims.doubts import ocr
from otameshi.claims.doubts.facts import Reading
from otameshi.claims.doubts.models import ReceiptPrint, ReceiptReading
from otameshi.claims.models import Receipt
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.files import gate, storage
from otameshi.files.likeness import Print
from otameshi.files.models import Attachment, Scan
from otameshi.files.storage import StorageFault

MOST = 20  # receipts in one look
CLOSED = (Scan.WAITING, Scan.INFECTED)

log = logging.getLogger(__name__)


def run_once() -> int:
    """Look at receipts that nobody has looked at, each in its own transaction; count them."""
    done = sum(_kept(ReceiptPrint.of(one.id, _print(one))) for one in _waiting(ReceiptPrint))
    if ocr.AVAILABLE:
        done += sum(_kept(_reading(one)) for one in _waiting(ReceiptReading))
    return done


def _waiting(table: type[ReceiptPrint | ReceiptReading]) -> Sequence[Attachment]:
    """Return the next files of receipts without a row in the table; the scanner goes first."""
    found = db.session.scalars(
        select(Attachment)
        .join(Receipt, Receipt.attachment_id == Attachment.id)
        .where(
            ~exists().where(table.attachment_id == Attachment.id), Attachment.scan.not_in(CLOSED)
        )
        .order_by(Attachment.id)
        .limit(MOST)
    ).all()
    for one in found:
        db.session.expunge(one)
    db.session.rollback()  # nobody waits for pictures to be looked at
    return found


def _kept(row: ReceiptPrint | ReceiptReading) -> bool:
    """Save a row, unless another worker was quicker."""
    db.session.add(row)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
    return True


def _print(attachment: Attachment) -> Print | None:
    answer = _examined("print", attachment)
    told = json.loads(answer) if answer else None
    return Print(*told) if told else None


def _reading(attachment: Attachment) -> ReceiptReading:
    picture = _examined("preview", attachment)
    found = ocr.read(picture) if picture else Reading()
    return ReceiptReading(
        attachment_id=attachment.id, on=found.on, total=found.total, number=found.number, at=now()
    )


def _examined(task: str, attachment: Attachment) -> bytes | None:
    """Let the limited program look at a picture; None for what is no picture or not there."""
    if not attachment.pictured:
        return None
    try:
        return gate.examined(task, storage.content(attachment))
    except StorageFault as fault:
        log.warning("attachment %d has no print: %s", attachment.id, fault)
        return None
