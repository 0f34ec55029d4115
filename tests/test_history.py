"""The history: chained, append-only, and never forked, on both databases."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from otameshi import history
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db, reading
from otameshi.history import Event, Tip
from otameshi.people import Person
from tests import make
from tests.make import NOON


def chain(length: int = 5) -> Person:
    """Record `length` things that happened to a person, in transactions of their own."""
    person = make.person()
    db.session.commit()
    for number in range(length):
        history.record(
            person, "tried", "試行", by=person, at=NOON + timedelta(seconds=number), number=number
        )
        db.session.commit()
    return person


@contextmanager
def unguarded() -> Iterator[Callable[[str], None]]:
    """Change the table as somebody could who has the rights of the database's owner."""
    sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.begin() as connection:
        if sqlite:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(f"DROP TRIGGER events_keep_{verb}")
        else:
            connection.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER events_keep")
        yield lambda statement: (connection.exec_driver_sql(statement), None)[1]
        if not sqlite:
            connection.exec_driver_sql("ALTER TABLE events ENABLE TRIGGER events_keep")


def faults() -> list[str]:
    db.session.remove()
    return list(history.faults())


def test_what_happened_is_kept_with_who_when_and_why(app: Flask) -> None:
    person, officer = make.person(), make.person(Role.OFFICER)
    history.record(
        person, "closed", "登録を閉じる", by=officer, at=NOON, note="異動", before=[1], when=NOON
    )
    db.session.commit()
    event = db.session.scalars(history.of(person)).one()
    assert (event.person, event.at, event.note) == (officer, NOON, "異動")
    assert event.facts == {"before": [1], "when": str(NOON)}
    assert (event.subject, event.subject_id) == ("people", person.id)


def test_an_untouched_chain_has_no_fault(app: Flask) -> None:
    chain()
    assert faults() == []
    assert app.test_cli_runner().invoke(args=["history", "verify"]).exit_code == 0


def test_an_empty_history_has_no_fault(app: Flask) -> None:
    assert faults() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET note = 'x' WHERE id = 3",
        "UPDATE events SET label = '承認' WHERE id = 3",
        "UPDATE events SET at = '2020-01-01' WHERE id = 3",
        "UPDATE events SET person_id = NULL WHERE id = 3",
        "UPDATE events SET subject_id = 99 WHERE id = 3",
        "UPDATE events SET facts = '{}' WHERE id = 3",
        "UPDATE events SET hash = 'x' WHERE id = 3",
        "UPDATE events SET previous = 'x' WHERE id = 3",
        "DELETE FROM events WHERE id = 1",
        "DELETE FROM events WHERE id = 3",
        "DELETE FROM events WHERE id = 5",
        "DELETE FROM events",
    ],
)
def test_one_changed_or_deleted_row_is_found(app: Flask, change: str) -> None:
    chain()
    with unguarded() as execute:
        execute(change)
    assert faults() != []
    assert app.test_cli_runner().invoke(args=["history", "verify"]).exit_code == 1


@pytest.mark.parametrize("number", [6, 9])
def test_a_row_slipped_in_is_found(app: Flask, number: int) -> None:
    chain()
    db.session.execute(
        text(
            "INSERT INTO events (id, at, subject, subject_id, act, label, note, facts, previous, "
            "hash) VALUES (:id, '2026-01-01', 's', 1, 'a', 'a', '', '{}', :previous, 'forged')"
        ),
        {"id": number, "previous": db.session.get_one(Event, 5).hash},
    )
    db.session.commit()
    assert faults() != []


@pytest.mark.parametrize("change", ["UPDATE events SET note = 'x'", "DELETE FROM events"])
def test_the_database_itself_refuses_to_change_the_history(app: Flask, change: str) -> None:
    chain()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()
    assert faults() == []


def test_what_was_refused_never_happened(app: Flask) -> None:
    person = chain(1)
    history.record(person, "tried", "試行", by=person, at=NOON)
    db.session.rollback()
    history.record(person, "succeeded", "成功", by=person, at=NOON)
    db.session.commit()
    acts = [event.act for event in db.session.scalars(history.of(person))]
    assert acts == ["tried", "succeeded"]
    assert faults() == []


def test_several_things_of_one_transaction_stand_in_their_order(app: Flask) -> None:
    person = make.person()
    for act in "abc":
        history.record(person, act, act, by=None, at=NOON)
    db.session.commit()
    assert [(e.id, e.act) for e in db.session.scalars(history.of(person))] == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]
    assert db.session.get_one(Tip, 1).last_id == 3


def at_once(app: Flask, act: Callable[[], None], times: int) -> list[BaseException]:
    """Run `act` in several threads that start together; return what went wrong."""
    begin = threading.Barrier(times)
    wrong: list[BaseException] = []

    def run() -> None:
        with app.app_context():
            begin.wait()
            try:
                act()
            except (DBAPIError, Refused) as fault:
                wrong.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.parametrize("already", [0, 2])
def test_many_who_write_at_once_never_fork_the_chain(app: Flask, already: int) -> None:
    """Also the very first entries of all, when the chain has no end yet to lock."""
    person_id = chain(already).id
    db.session.remove()

    def act() -> None:
        reading.set(False)
        for _ in range(5):
            person = db.session.get_one(Person, person_id)
            history.record(person, "tried", "試行", by=person, at=NOON)
            db.session.commit()

    assert at_once(app, act, 4) == []
    assert faults() == []
    assert db.session.get_one(Tip, 1).last_id == already + 20


def test_the_chain_is_checked_quickly(app: Flask) -> None:
    """quality.md S22: 100,000 rows in 5 s; here 5,000 of them, with room for a busy machine."""
    person = make.person()
    for _ in range(5_000):
        history.record(person, "tried", "試行", by=None, at=NOON)
    db.session.commit()
    assert faults() == []
