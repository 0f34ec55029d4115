"""The real server, people who press its buttons all at once, and workers killed meanwhile."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

from flask import Flask

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.people import Person, SignIn, digest, new_token
from otameshi.web.visit import SEEN
from tests.conftest import KEY

HOST = "127.0.0.1"
Fields = Mapping[str, str | Sequence[str]]
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
    port: int, method: str, path: str, cookie: str = "", fields: Fields | None = None
) -> tuple[int, str, str]:
    """Send one request; return status, place to go, and page."""
    headers = {"Cookie": f"session={cookie}"}
    body = None
    if fields is not None:
        body = urlencode(fields, doseq=True)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or "", answer.read().decode()
    finally:
        connection.close()


@dataclass
class Hand:
    """One person with a page open, what is typed on it, and what the server said in the end."""

    path: str
    cookie: str
    typed: Fields = field(default_factory=dict)
    to: str = ""  # where the form goes, if not to its own page
    form: dict[str, str | Sequence[str]] = field(default_factory=dict)
    told: list[tuple[int, str, str]] = field(default_factory=list)

    def open(self, port: int) -> None:
        _, _, page = ask(port, "GET", self.path, self.cookie)
        self.form = {**dict(HIDDEN.findall(page)), **self.typed}

    def press(self, port: int) -> None:
        """Send the form, and send the same form again while no answer comes."""
        for _ in range(TRIES):
            try:
                answer = ask(port, "POST", self.to or self.path, self.cookie, self.form)
            except BROKEN:
                time.sleep(0.05)
                continue
            if answer[0] != BUSY:
                self.told.append(answer)
                return
            time.sleep(0.05)
        raise TimeoutError(self.path)


def signed_in(app: Flask, person: Person) -> str:
    """Return the cookie of a person who is signed in and has a page open."""
    token, client = new_token(), app.test_client()
    db.session.add(SignIn(token_hash=digest(token), person=person, at=now()))
    with client.session_transaction() as session:
        session.update({"_user_id": token, "_fresh": True, SEEN: now().timestamp()})
        session["csrf_token"] = token_hex(20)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def environment(database: str, files: Path, port: int) -> dict[str, str]:
    """Return the settings of a server for what a test has prepared."""
    return {
        "SECRET_KEY": KEY,
        "DATABASE_URL": database,
        "FILE_STORE": files.as_uri(),
        "SITE_URL": f"http://{HOST}:{port}",
        "MAIL_SERVER": "",
    }


def all_at_once(port: int, master: int, hands: Sequence[Hand], kill_every: int) -> None:
    """Let all press at the same time, and kill a worker each time that so many were answered."""
    with ThreadPoolExecutor(len(hands)) as pool:
        list(pool.map(lambda one: one.open(port), hands))
        waiting = [pool.submit(one.press, port) for one in hands]
        for answered, done in enumerate(as_completed(waiting), start=1):
            done.result()
            if answered % kill_every == 0:
                kill_one(master)
