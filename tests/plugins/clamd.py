"""Gives tests a real virus scanner that knows the EICAR test file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.clamd import WHAT_TO_INSTALL, find, running
from tools.postgres import short_folder


@pytest.fixture(scope="session")
def clamd_program() -> str:
    program = find()
    if program is None:
        pytest.fail(WHAT_TO_INSTALL, pytrace=False)
    return program


@pytest.fixture(scope="session")
def clamd(clamd_program: str) -> Iterator[str]:
    """The address of a running scanner, as the setting CLAMD wants it."""
    with short_folder() as folder, running(clamd_program, folder) as address:
        yield address


@pytest.fixture
def scanner_folder() -> Iterator[Path]:
    """A folder in which a test runs a scanner of its own."""
    with short_folder() as folder:
        yield folder
