"""Migrations make what the models say, on both databases, and can be cut off anywhere."""

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from otameshi.app import create_app
from otameshi.db import db
from tests.conftest import settings


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without any table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'bare.db'}"
    else:
        make_database: Callable[..., str] = request.getfixturevalue("make_database")
        url = make_database()
    app = create_app(settings(url, tmp_path / "files"))
    with app.app_context():
        yield app
        db.engine.dispose()


def upgrade() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # alembic's own
        flask_migrate.upgrade()


def test_models_and_migrations_say_the_same(bare: Flask) -> None:
    upgrade()
    flask_migrate.check()


def test_the_way_back_leaves_nothing(bare: Flask) -> None:
    upgrade()
    flask_migrate.downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()


def test_history_is_append_only_after_a_migration(bare: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO events (id, at, subject, subject_id, act, label, note, facts, "
                "previous, hash) VALUES (1, '2026-01-01', 's', 1, 'a', 'a', '', '{}', '0', '1')"
            )
        )
    for change in ("UPDATE events SET note = 'x'", "DELETE FROM events"):
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(change))


class Cut(Exception):
    """The power went."""


def cut_off(after: int) -> None:
    """Run the migrations until the n-th statement, and lose the connection there."""
    done = 0

    def note(*_: object) -> None:
        nonlocal done
        done += 1
        if done > after:
            raise Cut

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with pytest.raises(Cut):
            upgrade()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    db.engine.dispose()


def test_a_migration_cut_off_anywhere_can_be_run_again(bare: Flask) -> None:
    for statements in (1, 5, 20, 41):
        cut_off(statements)
        assert not set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    upgrade()
    flask_migrate.check()


def test_a_writer_on_sqlite_waits_its_turn_from_the_first_statement(app: Flask) -> None:
    begun: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        begun.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    if db.engine.dialect.name == "sqlite":
        assert begun[0] == "BEGIN IMMEDIATE"
