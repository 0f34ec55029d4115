"""The application under gunicorn on a free port of the loopback, as it runs for people."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).parent.parent
START_SECONDS = 60
COMMAND = (
    "gunicorn", "--workers=1", "--worker-class=gthread", "--threads=4", "--log-level=warning",
    "--no-control-socket",
)  # fmt: skip


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def _environment(app: Flask, port: int) -> dict[str, str]:
    """Return the settings of this application for another process."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "FILE_STORE": app.config["FILE_STORE"],
        "SITE_URL": f"http://127.0.0.1:{port}",
    }


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def gunicorn(app: Flask) -> Iterator[str]:
    """Serve the database and the files of `app` from a process of its own; give its address."""
    port = _free_port()
    command = [sys.executable, "-m", *COMMAND, f"--bind=127.0.0.1:{port}"]
    server = subprocess.Popen(  # noqa: S603  # our own server
        [*command, "otameshi.app:create_app()"], cwd=ROOT, env=_environment(app, port)
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            assert server.poll() is None, "gunicorn ended by itself"
            assert time.monotonic() < deadline, "gunicorn does not answer"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)
