"""Gives tests a real PostgreSQL: one server for the whole run, a database of its own for each."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from tools.chromium import ROOT

VARIABLE = "OTAMESHI_TEST_POSTGRES"  # names a server that runs already; then none is started
START_SECONDS = 90


class Server:
    """Starts when its address is first asked for, and ends with the run whatever ends that."""

    def __init__(self, address: str | None) -> None:
        self.address = address
        self.guard: subprocess.Popen[str] | None = None

    def url(self) -> str:
        if self.address is None:
            self.guard = subprocess.Popen(
                [sys.executable, "-m", "tools.postgres"],
                cwd=ROOT,
                text=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the tests, which still need the server
            )
            assert self.guard.stdout
            self.address = self.guard.stdout.readline().strip()
            if not self.address:
                pytest.exit("PostgreSQL did not start; the reason stands above.", returncode=1)
        return self.address

    def stop(self) -> None:
        if self.guard:
            self.guard.communicate()  # closes its input, which is its sign, and waits
            self.guard = None


SERVER = pytest.StashKey[Server]()


def pytest_configure(config: pytest.Config) -> None:
    given = getattr(config, "workerinput", {}).get(VARIABLE) or os.environ.get(VARIABLE)
    config.stash[SERVER] = Server(given)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # xdist has no types
    node.workerinput[VARIABLE] = node.config.stash[SERVER].url()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[SERVER].stop()


@pytest.fixture(scope="session")
def postgres_url(pytestconfig: pytest.Config) -> str:
    """The address of the server's own database, from which others are made."""
    return pytestconfig.stash[SERVER].url()


@pytest.fixture(scope="session")
def make_database(postgres_url: str) -> Iterator[Callable[..., str]]:
    """Make a database, empty or a copy of another by its address; all go at the end."""
    numbers, made = count(1), []
    plain = make_url(postgres_url).set(drivername="postgresql")
    address = plain.render_as_string(hide_password=False)

    with psycopg.connect(address, autocommit=True) as server:

        def make(copy_of: str | None = None) -> str:
            name = f"otameshi_{os.getpid()}_{next(numbers)}"
            model = make_url(copy_of).database if copy_of else None
            server.execute(
                SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    Identifier(name), Identifier(model or "template0")
                )
            )
            made.append(name)
            own = plain.set(drivername="postgresql+psycopg", database=name)
            return own.render_as_string(hide_password=False)

        yield make
        for name in made:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
