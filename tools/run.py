"""Starts the whole application on this machine: database, demonstration year, web and worker."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
VAR = ROOT / "var"
HOST = "127.0.0.1"
DEFAULT_PORT = 5000
PORTS = range(1, 65_536)
# Of this checkout, whichever one the environment has installed.
COMMAND = (sys.executable, "-c", "from otameshi.app import command; command()")
READY_SECONDS = 60
STOP_SECONDS = 15
WEB = (
    "gunicorn",
    "--workers=2",
    "--log-level=warning",
    "--graceful-timeout=10",
    "--no-control-socket",
)
Children = dict[str, subprocess.Popen[bytes]]


def wanted_port() -> int:
    written = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not written.isascii() or not written.isdigit() or int(written) not in PORTS:
        sys.exit(f"PORT={written} is no port: give a number from 1 to {PORTS[-1]}.")
    port = int(written)
    if not free(port):
        other = next(number for number in range(port + 1, port + 1000) if free(number))
        sys.exit(f"Port {port} of {HOST} is in use. Try: make run PORT={other}")
    return port


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def kept_key() -> str:
    """Return this installation's secret, made at the first start; sessions outlive a restart."""
    VAR.mkdir(exist_ok=True)
    path = VAR / "secret_key"
    if not path.exists():
        half = path.with_suffix(".new")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        half.rename(path)
    return path.read_text(encoding="ascii")


def settings(port: int) -> dict[str, str]:
    """Give what is not set, or set to nothing, a value that works at once; see config.py."""
    given = {name: value for name, value in os.environ.items() if value}
    chosen = {"OTAMESHI_DEMO": "1", "SITE_URL": f"http://{HOST}:{port}", **given}
    if "SECRET_KEY" not in chosen:
        chosen["SECRET_KEY"] = kept_key()
    return chosen


def prepare(environment: dict[str, str]) -> str:
    """Make the database ready and return what is to be said of the demonstration's accounts."""
    command = (sys.executable, "-m", "tools.prepare")
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit("The database could not be made ready; the reason stands above.")
    return done.stdout


@contextmanager
def running() -> Iterator[Children]:
    children: Children = {}
    try:
        yield children
    finally:
        stop(children)


def start(command: tuple[str, ...], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a process in its own group: Ctrl-C is for ours, which ends the others in order."""
    return subprocess.Popen(command, env=environment, start_new_session=True)


def stop(children: Children) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave orphans
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"A process does not end when asked ({child.pid}); it is killed.", flush=True)
        with suppress(ProcessLookupError):  # which is the rule: then nothing of its group is left
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def must_live(children: Children) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            sys.exit(f"The {name} ended by itself (code {child.returncode}); all is stopped.")


def wait_until_ready(port: int, children: Children) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not healthy(port):
        must_live(children)
        if time.monotonic() > deadline:
            sys.exit(f"No answer at http://{HOST}:{port}/healthz after {READY_SECONDS} seconds.")
        time.sleep(0.1)


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(port: int, environment: dict[str, str], accounts: str) -> None:
    web = (sys.executable, "-m", *WEB, f"--bind={HOST}:{port}", "otameshi.app:create_app()")
    with running() as children:
        children["web server"] = start(web, environment)
        wait_until_ready(port, children)
        print(
            f"\nおためしナガノ: http://{HOST}:{port}   (Ctrl-C ends it)\n\n{accounts}", flush=True
        )
        # Second, because both load the whole application and somebody waits for the first.
        children["worker"] = start((*COMMAND, "worker"), environment)
        while True:
            must_live(children)
            time.sleep(0.3)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    os.chdir(ROOT)
    port = wanted_port()
    environment = settings(port)
    VAR.mkdir(exist_ok=True)
    try:
        watch(port, environment, prepare(environment))
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)


if __name__ == "__main__":
    main()
