"""Who did what, when and why: one append-only table, each row carrying the hash before it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, Index, Select, event, select, text
from sqlalchemy.orm import Mapped, Session, lazyload, mapped_column, relationship

from otameshi.db import Key, Model, db
from otameshi.people import Person

FIRST = "0" * 64
WAITING = "history"


class Event(Model):
    """One thing that happened to one subject, such as application 17."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    subject: Mapped[str]
    subject_id: Mapped[int]
    act: Mapped[str]
    label: Mapped[str]
    note: Mapped[str]
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)

    person: Mapped[Person | None] = relationship(lazy="joined")

    def digest(self) -> str:
        """Return the SHA-256 over this row's content and the hash before it."""
        content = [
            self.id,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.person_id,
            self.subject,
            self.subject_id,
            self.act,
            self.label,
            self.note,
            self.facts,
            self.previous,
        ]
        written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


class Tip(Model):
    """The end of the chain; whoever appends holds its lock, so that the chain never forks."""

    __tablename__ = "history_tip"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int] = mapped_column(Key)
    last_hash: Mapped[str]


START = text(
    "INSERT INTO history_tip (id, last_id, last_hash) VALUES (1, 0, :first) ON CONFLICT DO NOTHING"
)

SQLITE_GUARD = (
    "CREATE TRIGGER events_keep_{verb} BEFORE {verb} ON events "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
)
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION keep_events() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'history is append-only'; END $$ LANGUAGE plpgsql"
)
POSTGRES_TRIGGER = (
    "CREATE TRIGGER events_keep BEFORE UPDATE OR DELETE ON events "
    "FOR EACH ROW EXECUTE FUNCTION keep_events()"
)


def guards(dialect: str) -> Sequence[str]:
    """Return the statements that make the table append-only, for a migration to run."""
    if dialect == "sqlite":
        return [SQLITE_GUARD.format(verb=verb) for verb in ("UPDATE", "DELETE")]
    return [POSTGRES_FUNCTION, POSTGRES_TRIGGER]


for _dialect in ("sqlite", "postgresql"):
    for _statement in guards(_dialect):
        _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves DDL untyped
        event.listen(Event.__table__, "after_create", _ddl.execute_if(dialect=_dialect))


def record(  # who, what, when and why are this many
    row: Any,  # any saved row of any stage
    act: str,
    label: str,
    *,
    by: Person | None,
    at: datetime,
    note: str = "",
    **facts: object,
) -> None:
    """Note what happened to a row; the chain takes it up when the transaction commits."""
    db.session.flush()
    waiting = db.session.info.setdefault(WAITING, [])
    waiting.append(
        Event(
            at=at,
            person_id=None if by is None or by.is_guest else by.id,
            subject=row.__tablename__,
            subject_id=row.id,
            act=act,
            label=label,
            note=note,
            facts=json.loads(json.dumps(facts, ensure_ascii=False, default=str)),
        )
    )


def _locked_tip(session: Session) -> Tip:
    tip = session.get(Tip, 1, with_for_update=True, populate_existing=True)
    if tip is None:  # the first entry of all; of two at once, one waits here
        session.execute(START, {"first": FIRST})
        tip = session.get_one(Tip, 1, with_for_update=True, populate_existing=True)
    return tip


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    """Chain the waiting rows last of all, so that the tip is locked as briefly as can be."""
    waiting: list[Event] = session.info.pop(WAITING, [])
    if not waiting:
        return
    tip = _locked_tip(session)
    for one in waiting:
        one.id, one.previous = tip.last_id + 1, tip.last_hash
        one.hash = one.digest()
        tip.last_id, tip.last_hash = one.id, one.hash
        session.add(one)
    session.flush()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _: object) -> None:
    session.info.pop(WAITING, None)


def of(row: Any) -> Select[Event]:  # any saved row of any stage
    """Select what happened to a row, oldest first."""
    return (
        select(Event)
        .where(Event.subject == row.__tablename__, Event.subject_id == row.id)
        .order_by(Event.id)
    )


def faults() -> Iterator[str]:
    """Walk the whole chain and name each row that was changed, removed or slipped in."""
    previous, expected = FIRST, 1
    chain = select(Event).options(lazyload(Event.person)).order_by(Event.id)
    for one in db.session.scalars(chain.execution_options(yield_per=500)):
        if one.id != expected:
            yield f"履歴 {expected} から {one.id - 1} までが欠けています。"
        if one.previous != previous:
            yield f"履歴 {one.id} は前の行とつながっていません。"
        if one.hash != one.digest():
            yield f"履歴 {one.id} の内容が書き換えられています。"
        previous, expected = one.hash, one.id + 1
    tip = db.session.get(Tip, 1)
    if tip is not None and tip.last_hash != previous:
        yield "履歴の末尾が欠けています。"
