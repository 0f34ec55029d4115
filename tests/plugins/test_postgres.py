"""The PostgreSQL of the tests is real, sorts like SQLite, and goes when it is no longer needed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

from tools.chromium import ROOT


def ask(url, question):
    engine = create_engine(url)
    with engine.connect() as connection:
        answer = connection.execute(text(question)).scalars().all()
    engine.dispose()
    return answer


def test_the_server_is_a_real_postgresql_in_utf8(postgres_url):
    assert ask(postgres_url, "SELECT version()")[0].startswith("PostgreSQL ")
    assert ask(postgres_url, "SHOW server_encoding") == ["UTF8"]


def test_it_sorts_by_code_point_as_sqlite_does(postgres_url):
    question = "SELECT unnest(ARRAY['飯田', 'a', 'B', 'い', 'ア', '𠮷']) AS word ORDER BY word"
    assert ask(postgres_url, question) == sorted(["飯田", "a", "B", "い", "ア", "𠮷"])


def test_a_copy_of_a_database_is_changed_without_the_other(make_database):
    model = make_database()
    with psycopg.connect(plain(model)) as connection:
        connection.execute("CREATE TABLE town (name text)")
    copy = make_database(model)
    with psycopg.connect(plain(copy)) as connection:
        connection.execute("INSERT INTO town VALUES ('茅野市')")
    assert ask(copy, "SELECT name FROM town") == ["茅野市"]
    assert ask(model, "SELECT name FROM town") == []


def plain(url):
    return make_url(url).set(drivername="postgresql").render_as_string()


GUARD = [sys.executable, "-m", "tools.postgres"]
# As a run of tests does: it starts the guard, and holds the other end of its standard input.
HOLDER = """
import subprocess, sys, time
guard = subprocess.Popen([sys.executable, "-m", "tools.postgres"], stdin=subprocess.PIPE)
time.sleep(600)
"""


@pytest.mark.parametrize(
    ("command", "end"),
    [
        (GUARD, lambda started: started.stdin.close()),
        (GUARD, lambda started: started.send_signal(signal.SIGTERM)),
        ([sys.executable, "-c", HOLDER], lambda started: started.kill()),
    ],
    ids=["its holder is done", "it is told to end", "its holder is killed"],
)
def test_the_server_goes_when_it_is_no_longer_needed(command, end):
    with subprocess.Popen(  # noqa: S603  # our own interpreter
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout
        folder = Path(str(make_url(next(started.stdout).strip()).query["host"]))
        server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(server, 0)  # asks only whether it is there
        end(started)
        wait_until_gone(folder)
        with pytest.raises(ProcessLookupError):
            os.kill(server, 0)


def wait_until_gone(folder):
    deadline = time.monotonic() + 30
    while folder.exists():
        assert time.monotonic() < deadline, f"{folder} is still there"
        time.sleep(0.05)
