"""Finds clamd or fetches it, and runs one that knows a single signature: the EICAR test file."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.chromium import fetch

PLACES = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"
START_SECONDS = 60
STOP_SECONDS = 20
# Anywhere in any file. In hex, so that no scanner of this machine takes fright at this one.
EICAR = (
    "58354f2150254041505b345c505a58353428505e2937434329377d"
    "2445494341522d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a"
)
SIGNATURES = f"Eicar-Test-Signature:0:*:{EICAR}\n"
WHAT_TO_INSTALL = """The tests of the virus scan need clamd; none could be found or fetched.
Install it and run the command again:
  Debian:            apt-get install clamav-daemon
or name one that you have: CLAMD_PROGRAM=/path/to/clamd make test"""


def find() -> str | None:
    return os.environ.get("CLAMD_PROGRAM") or shutil.which("clamd", path=PLACES)


def obtain() -> str:
    """Return the scanner to use; fetch one if there is none, or end and say what to install."""
    program = find()
    if program is None and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "clamav-daemon")
        if fetch(*install) or (fetch("apt-get", "update", "-q") and fetch(*install)):
            program = find()
    if program is None:
        sys.exit(WHAT_TO_INSTALL)
    return program


def settings(folder: Path) -> str:
    """Return the configuration of a scanner that stays in its folder and in the foreground."""
    lines = [
        f"LocalSocket {folder / 'socket'}",
        f"DatabaseDirectory {folder / 'signatures'}",
        f"TemporaryDirectory {folder}",
        "Foreground yes",
        "ConcurrentDatabaseReload no",
        "MaxThreads 2",
    ]
    if os.geteuid() == 0:
        lines.append("User root")
    return "\n".join(lines) + "\n"


@contextmanager
def running(program: str, folder: Path) -> Iterator[str]:
    """Run the scanner; give its address, as the setting CLAMD wants it."""
    (folder / "signatures").mkdir(exist_ok=True)
    (folder / "signatures" / "eicar.ndb").write_text(SIGNATURES)
    (folder / "clamd.conf").write_text(settings(folder))
    with (folder / "log").open("wb") as log:
        command = (program, f"--config-file={folder / 'clamd.conf'}")
        scanner = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        _wait_until_ready(scanner, folder)
        yield f"unix:{folder / 'socket'}"
    finally:
        stop(scanner)


def _wait_until_ready(scanner: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(folder / "socket"):
        if scanner.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("clamd did not start:\n" + (folder / "log").read_text())
        time.sleep(0.05)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path))
            line.sendall(b"zPING\0")
            return line.recv(16) == b"PONG\0"
        except OSError:
            return False


def stop(scanner: "subprocess.Popen[bytes]") -> None:
    scanner.terminate()
    try:
        scanner.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        scanner.kill()
        scanner.wait()
