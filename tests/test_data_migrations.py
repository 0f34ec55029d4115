"""Migrations make what the models say, on both databases, and can be cut off anywhere."""

import json
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, MetaData, Table, event, insert, inspect, text
from sqlalchemy.exc import DBAPIError

from otameshi.app import create_app
from otameshi.db import db
from otameshi.documents import post
from otameshi.people import new_token
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


def test_an_answered_survey_keeps_its_answers_when_it_becomes_data(bare: Flask) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        flask_migrate.upgrade(revision="year_closings")
    postgres = db.engine.dialect.name == "postgresql"
    with db.engine.connect() as connection:
        if postgres:
            connection.execute(text("SET session_replication_role = replica"))
        else:  # before a transaction begins: inside one it would do nothing
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        for table, facts in ANSWERED:
            _insert(connection, table, facts)
        connection.commit()
    db.engine.dispose()
    upgrade()
    with db.engine.connect() as connection:
        asked = connection.execute(text("SELECT text FROM wave_questions")).scalar_one()
        keeps = connection.execute(text("SELECT keeps FROM retention_plans")).scalar_one()
        (reply,) = connection.execute(text("SELECT answers, source, number FROM replies"))
        found = connection.execute(
            text("SELECT participation_id, answer, stayed, silent FROM outcomes ORDER BY 1")
        ).all()
        days = connection.execute(text("SELECT DISTINCT opens_on, closes_on FROM invitations"))
        assert [str(day) for day in days.one()] == ["2025-03-01", "2025-03-31"]
        refused = connection.execute(text("SELECT invitation_id FROM refusals")).scalars()
        assert list(refused) == [2]  # taken back since: only the history still names it
    assert "続けますか" in asked
    assert _json(keeps) == [{"source": "q1", "values": ["はい"]}]
    assert (_json(reply[0]), *reply[1:]) == ({"q1": "はい", "q2": "決めました"}, "telephone", 1)
    assert [tuple(row) for row in found] == [(3, "stayed", 2, 0), (4, "silent", 0, 1)]


DAYS = {"asked_on": date(2025, 3, 1), "closes_on": date(2025, 3, 31)}
ANSWERED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("people", {"id": 1}),
    ("programme_years", {"id": 7}),
    ("calls", {"id": 1, "year_id": 7, "closes_at": datetime(2025, 4, 1, tzinfo=UTC)}),
    *(
        row
        for n in (3, 4)
        for row in (
            (
                "applications",
                {
                    "id": n,
                    "call_id": 1,
                    "applicant_id": 1,
                    "state": "withdrawn",
                    "channel": "online",
                },
            ),
            ("candidacies", {"id": n, "application_id": n}),
            (
                "participations",
                {
                    "id": n,
                    "candidacy_id": n,
                    "year_id": 7,
                    "representative_id": 1,
                    "state": "declined",
                },
            ),
        )
    ),
    *(
        ("participants", {"id": n, "participation_id": group, "position": n})
        for n, group in ((1, 3), (2, 3), (3, 4))
    ),
    ("waves", {"id": 1, "year_id": 7, "question": "続けますか", **DAYS}),
    ("base_choices", {"id": 5, "wave_id": 1, "position": 1, "label": "はい", "counts": True}),
    ("base_choices", {"id": 6, "wave_id": 1, "position": 2, "label": "いいえ", "counts": False}),
    ("invitations", {"id": 1, "wave_id": 1, "participation_id": 3}),
    (
        "invitations",
        {"id": 2, "wave_id": 1, "participation_id": 4, "sent_at": datetime(2025, 3, 1, tzinfo=UTC)},
    ),
    ("events", {"id": 1, "subject": "invitations", "subject_id": 2, "act": "refuse"}),
    (
        "replies",
        {"id": 1, "invitation_id": 1, "choice_id": 5, "comment": "決めました", "source": "staff"},
    ),
)


def _insert(connection: Connection, name: str, facts: dict[str, Any]) -> None:
    """Insert a row as it stood then; what a column must hold besides does not matter."""
    table = Table(name, MetaData(), autoload_with=connection)
    anything = {str: "x", int: 1, bool: False, date: date(2025, 3, 1),
                datetime: datetime(2025, 3, 2, tzinfo=UTC), object: []}  # fmt: skip
    filled = {
        column.name: anything[column.type.python_type]
        for column in table.columns
        if not column.nullable and column.server_default is None
    }
    connection.execute(insert(table).values({**filled, **facts}))


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def test_the_links_of_letters_that_were_sent_are_taken_out(bare: Flask) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        flask_migrate.upgrade(revision="settled_shares")
    link = f"http://localhost/survey/{new_token()}"
    standard = {
        "kind": "followup_invitation", "to": "a@example.jp", "subject": "調査", "fate": "sent",
        "confidential": True, "tries": 1, "fault": "", "body": f"回答：\n{link}\n長野県\n",
        "written_at": datetime(2026, 5, 1, tzinfo=UTC), "sent_at": datetime(2026, 5, 1, tzinfo=UTC),
        "next_try_at": datetime(2026, 5, 1, tzinfo=UTC),
    }  # fmt: skip
    others: tuple[dict[str, Any], ...] = (
        {},
        {"fate": "waiting", "sent_at": None},
        {"confidential": False},
    )
    with db.engine.begin() as connection:
        for key, other in enumerate(others, start=1):
            facts = {**standard, **other, "id": key, "message_id": str(key)}
            _insert(connection, "letters", facts)
    db.engine.dispose()
    upgrade()
    with db.engine.connect() as connection:
        read = text("SELECT body, blanked_at IS NOT NULL FROM letters ORDER BY id")
        found = [tuple(row) for row in connection.execute(read)]
    assert found[0] == (f"回答：\n{post.LINK_GONE}\n長野県\n", True)
    assert found[1:] == [(standard["body"], False)] * 2
