"""The worker's part in the virus scan: ask about each held file, and act on the verdict."""

import logging
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import ColumnElement, Row, and_, func, select

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents import post
from otameshi.files import scanner, storage
from otameshi.files.models import Attachment, Scan
from otameshi.files.scanner import ScannerAway
from otameshi.people import HeldRole, Person

MOST = 20  # files in one look
SOME = 5  # of those that came in before there was a scanner: a new one waits for no more
# What somebody sent; a paper of the office has nobody who did.
UNSCANNED: ColumnElement[bool] = and_(
    Attachment.scan == Scan.NONE, Attachment.person_id.is_not(None)
)

log = logging.getLogger(__name__)


def run_once() -> int:
    """Scan what waits, each file with its own transaction; return how many got a verdict."""
    address = current_app.config["CLAMD"]
    if not address:
        return 0
    waiting = _oldest(Attachment.scan == Scan.WAITING, MOST)
    return sum(_scan(address, attachment_id, key) for attachment_id, key in waiting)


def _oldest(which: ColumnElement[bool], most: int) -> Sequence[Row[int, str]]:
    query = select(Attachment.id, Attachment.key).where(which).order_by(Attachment.id).limit(most)
    found = db.session.execute(query).all()
    db.session.rollback()  # nobody waits for the scanner
    return found


class Backlog:
    """What came in while no scanner was set: scanned some at a time, the oldest first.

    A file that cannot be read is passed over until the worker starts anew.
    """

    last = 0

    def run_once(self) -> int:
        """Scan the next some; return how many got a verdict."""
        address = current_app.config["CLAMD"]
        if not address:
            return 0
        done = 0
        for attachment_id, key in _oldest(and_(UNSCANNED, Attachment.id > self.last), SOME):
            done += _scan(address, attachment_id, key)
            self.last = attachment_id
        return done


def unscanned() -> int:
    """Return how many files came in that no scanner has seen, and that do not wait for one."""
    return db.session.scalar(select(func.count(Attachment.id)).where(UNSCANNED)) or 0


def _scan(address: str, attachment_id: int, key: str) -> bool:
    try:
        found = scanner.scan(address, storage.chunks(key))
    except ScannerAway as away:
        log.warning("attachment %d stays held: %s", attachment_id, away)
        raise
    except storage.StorageFault as fault:
        log.warning("attachment %d stays held: %s", attachment_id, fault)
        return False
    left = verdict(attachment_id, found)
    db.session.commit()
    if left:
        storage.drop(left)
    return True


def verdict(attachment_id: int, found: str) -> str | None:
    """Note what the scanner says, once; return the key under which nothing lies any more."""
    row = db.session.get(
        Attachment, attachment_id, with_for_update={"of": Attachment}, populate_existing=True
    )
    if row is None or row.scan not in {Scan.WAITING, Scan.NONE}:
        return None  # its owner has removed it, or another worker was here
    row.scan = Scan.INFECTED if found else Scan.CLEAN
    row.scanned_at, row.threat = now(), found
    return _quarantine(row) if found else None


def _quarantine(row: Attachment) -> str:
    """Put an infected file where nothing reads it; tell its owner and the office."""
    at = now()
    left = storage.quarantine(row)
    label = f"「{row.name}」からウイルスを検出し、隔離した"
    history.record(row, "quarantine", label, by=None, at=at, threat=row.threat, sha256=row.sha256)
    if row.person is not None and not row.person.is_guest:
        post.write("file_infected", row.person, at, file=row)
    for officer in db.session.scalars(
        select(Person)
        .join(HeldRole)
        .where(HeldRole.role == Role.OFFICER, Person.closed_at.is_(None))
        .order_by(Person.id)
    ):
        post.write("file_infected_office", officer, at, file=row)
    return left
