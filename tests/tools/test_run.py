"""`make run` starts everything, says where it is, and ends without leaving anything behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

import psutil  # type: ignore[import-untyped]  # comes with pgserver, without types
import pytest

from tools.chromium import ROOT

RUN = [sys.executable, "-m", "tools.run"]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def settings(tmp_path, port):
    return {
        **os.environ,
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'otameshi.db'}",
        "FILE_STORE": (tmp_path / "files").as_uri(),
        "SECRET_KEY": "a key that is known because it opens nothing",
    }


def refused(settings, **changed):
    done = subprocess.run(  # noqa: S603  # our own interpreter
        RUN,
        cwd=ROOT,
        env={**settings, **changed},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    return done.stderr


@pytest.mark.parametrize("written", ["0", "65536", "-1", "５０００", "http"])
def test_a_port_that_is_none_is_refused(settings, written):
    assert f"PORT={written} is no port" in refused(settings, PORT=written)


def test_a_port_in_use_is_named_with_one_that_is_free(settings, port):
    with socket.create_server(("127.0.0.1", port)):
        message = refused(settings)
    assert f"Port {port} of 127.0.0.1 is in use. Try: make run PORT=" in message


def test_it_starts_the_demonstration_answers_and_ends_clean(settings, port):
    with subprocess.Popen(  # noqa: S603  # our own interpreter
        RUN, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout
        told = next(line for line in started.stdout if f"http://127.0.0.1:{port}" in line)
        assert "おためしナガノ" in told
        assert status(port, "/") == http.client.OK
        group = two_children(started.pid)
        started.send_signal(signal.SIGINT)
        rest = started.stdout.read()
    assert started.returncode == 0
    assert "Stopped." in rest
    for pid in group:
        with pytest.raises(ProcessLookupError):
            os.killpg(pid, 0)


def status(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    found = connection.getresponse().status
    connection.close()
    return found


def two_children(pid):
    """The web server and the worker; the worker starts last, after the address is told."""
    deadline = time.monotonic() + 30
    while len(found := psutil.Process(pid).children()) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return [child.pid for child in found]
