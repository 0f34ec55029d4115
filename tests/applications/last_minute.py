"""The real server, and many applicants who press the button in the last moments."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

HOST = "127.0.0.1"
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')
PATIENCE = 60  # seconds: only so that a test that cannot end does end
TRIES = 200  # of one person whose connection breaks or who is told that it is busy
BUSY = 503
# A browser whose server goes away is told so by one of these.
BROKEN = (OSError, http.client.HTTPException)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(environment: dict[str, str], port: int) -> Iterator[int]:
    """Serve with two workers, as in production; give the number of the master process."""
    command = (
        *(sys.executable, "-m", "gunicorn", "--workers=2", "--log-level=critical"),
        *("--no-control-socket", f"--bind={HOST}:{port}", "otameshi.app:create_app()"),
    )
    quiet = subprocess.DEVNULL
    started = subprocess.Popen(  # noqa: S603  # our own server
        command, env={**os.environ, **environment}, stdout=quiet, stderr=quiet
    )
    try:
        _wait(port)
        yield started.pid
    finally:
        started.terminate()
        try:
            started.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if ask(port, "GET", "/healthz")[0] == http.client.OK:
                return
        except BROKEN:
            time.sleep(0.1)
    raise TimeoutError(port)


def workers(master: int) -> list[int]:
    written = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
    return [int(pid) for pid in written.split()]


def kill_one(master: int) -> None:
    """Kill a worker as a machine does that runs out of memory: without a word."""
    for pid in workers(master)[:1]:
        os.kill(pid, signal.SIGKILL)


def ask(
    port: int, method: str, path: str, cookie: str = "", fields: dict[str, str] | None = None
) -> tuple[int, str, str]:
    """Send one request; return status, place to go, and page."""
    headers = {"Cookie": f"session={cookie}"}
    body = None
    if fields is not None:
        body = urlencode(fields)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read().decode()
    finally:
        connection.close()


@dataclass
class Applicant:
    """One person with the last page open, and what the server said in the end."""

    application_id: int
    cookie: str
    form: dict[str, str] = field(default_factory=dict)
    told: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/applications/{self.application_id}/confirm"

    def open_the_last_page(self, port: int) -> None:
        _, _, page = ask(port, "GET", self.path, self.cookie)
        self.form = {**dict(HIDDEN.findall(page)), "pledged": "y", "consented": "y"}

    def press(self, port: int) -> None:
        """Send the form, and send the same form again while no answer comes."""
        for _ in range(TRIES):
            try:
                answer = ask(port, "POST", self.path, self.cookie, self.form)
            except BROKEN:
                time.sleep(0.05)
                continue
            if answer[0] != BUSY:
                self.told.append(answer)
                return
            time.sleep(0.05)
        raise TimeoutError(self.path)
