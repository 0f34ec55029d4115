"""The scanner of the tests says why it cannot start, and is found where Debian puts it."""

import shutil

import pytest

from tools import clamd


def test_a_scanner_that_does_not_start_says_why(scanner_folder) -> None:
    program = shutil.which("false") or "false"
    with (
        pytest.raises(RuntimeError, match="did not start"),
        clamd.running(program, scanner_folder),
    ):
        raise AssertionError


def test_a_named_scanner_is_the_one_that_is_used(monkeypatch) -> None:
    monkeypatch.setenv("CLAMD_PROGRAM", "/opt/clamd")
    assert clamd.find() == "/opt/clamd"


def test_without_a_scanner_the_run_ends_with_what_to_install(monkeypatch) -> None:
    monkeypatch.delenv("CLAMD_PROGRAM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(SystemExit, match="apt-get install clamav-daemon"):
        clamd.obtain()
