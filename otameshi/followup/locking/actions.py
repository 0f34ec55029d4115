"""The figure of a year is fixed by two people, and may be freed again for a reason."""

from datetime import datetime

from otameshi import history
from otameshi.core.clock import day_in_japan
from otameshi.core.states import Refused, another_person
from otameshi.db import db, locked, unchanged
from otameshi.followup.locking import rules
from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.locking.rules import LOCK, State
from otameshi.followup.locking.standing import lock_of
from otameshi.followup.retention import reading
from otameshi.followup.retention.rules import YearFigure
from otameshi.people import Person
from otameshi.programme.models import ProgrammeYear


def _figure(year: ProgrammeYear) -> YearFigure:
    found = reading.of_year(year)
    if found is None:
        raise Refused("この年度には参加した組がありません。")
    return found


def prepare(year: ProgrammeYear, by: Person, at: datetime) -> RetentionLock:
    """Take down the year's figure for somebody else to approve."""
    year = locked(ProgrammeYear, year.id)
    if lock_of(year.id) is not None:
        raise Refused("この年度の指標は、すでに確定しているか、確定の決裁を待っています。")
    found = _figure(year)
    rules.check_closed(found, day_in_japan(at))
    taken = rules.snapshot(found)
    lock = RetentionLock(
        year=year,
        part=taken.part,
        whole=taken.whole,
        tenths=taken.tenths,
        facts=taken.facts,
        sha256=taken.digest,
        prepared_by=by,
        prepared_at=at,
    )
    db.session.add(lock)
    history.record(
        lock, "prepare", rules.PREPARE, by=by, at=at,
        part=taken.part, whole=taken.whole, sha256=taken.digest,
    )  # fmt: skip
    return lock


def take(  # which move, by whom, when and why
    lock: RetentionLock,
    name: str,
    by: Person,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> None:
    """Approve, send back, or free a figure, as the table of moves allows."""
    locked(ProgrammeYear, lock.year_id)
    lock = locked(RetentionLock, lock.id)
    unchanged(lock, version)
    move = LOCK.choose(name, by.roles, lock.state, note)
    if move.target is State.LOCKED:
        another_person(lock.prepared_by_id, by.id)
        rules.check_unmoved(lock.sha256, rules.snapshot(_figure(lock.year)))
        lock.approved_by, lock.approved_at = by, at
    lock.state = move.target
    history.record(lock, move.name, move.label, by=by, at=at, note=note, sha256=lock.sha256)
