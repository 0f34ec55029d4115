"""A long table is read as of one moment, a part at a time, and only as long as somebody reads."""

import pytest
from flask import Response
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DBAPIError

from otameshi.core.roles import ANYONE
from otameshi.db import db, snapshot, streamed
from otameshi.people import Person
from otameshi.web import sheets
from otameshi.web.access import needs
from tests import make

NAMES = select(Person.name).order_by(Person.id)
ROWS = 1_500


def people(rows: int = ROWS) -> None:
    db.session.execute(
        insert(Person),
        [
            {"name": f"見本{n}", "email": f"s{n}@example.jp", "email_key": f"s{n}", "version": 1}
            for n in range(rows)
        ],
    )
    db.session.commit()


def busy() -> int:
    """Return how many connections are in somebody's hands, this test's own session left out."""
    db.session.remove()
    return int(db.engine.pool.checkedout())  # type: ignore[attr-defined]  # pools that keep have it


def test_what_is_saved_while_a_table_is_read_is_not_in_it(app):
    people(3)
    with snapshot() as connection:
        before = connection.scalar(select(func.count()).select_from(Person))
        make.person()
        db.session.commit()
        assert len(list(streamed(connection, NAMES))) == before == 3
    with snapshot() as connection:
        assert len(list(streamed(connection, NAMES))) == 4


def test_who_stops_reading_ends_the_query(app):
    people()
    db.session.remove()

    def read():
        with snapshot() as connection:
            yield from streamed(connection, NAMES)

    rows = read()
    assert next(rows).name == "見本0"
    assert busy() == 1
    rows.close()
    assert busy() == 0


def test_a_snapshot_waits_for_no_writer(app):
    people(1)
    make.person()  # the session holds the one place of a writer
    with snapshot() as connection:
        assert len(list(streamed(connection, NAMES))) == 1
    db.session.rollback()


def test_a_snapshot_never_writes(app):
    if db.engine.dialect.name == "sqlite":
        return  # its reader takes no turn as a writer, and is not forbidden to ask for one
    with pytest.raises(DBAPIError), snapshot() as connection:
        connection.execute(delete(Person))


def test_a_client_that_goes_away_ends_the_query(own_app):
    people()

    def long_table() -> Response:
        def rows():
            with snapshot() as connection:
                yield from (["見本" * 50, one.name] for one in streamed(connection, NAMES))

        return sheets.streamed_csv("長い表", ["列", "名前"], rows())

    own_app.add_url_rule("/long.csv", view_func=needs(ANYONE)(long_table))
    whole = own_app.test_client().get("/long.csv")
    assert whole.get_data().count(b"\r\n") == ROWS + 1
    whole.close()
    answer = own_app.test_client().get("/long.csv", buffered=False)
    pieces = iter(answer.response)
    assert next(pieces).startswith(b"\xef\xbb\xbf")
    assert busy() == 1
    answer.close()
    assert busy() == 0
