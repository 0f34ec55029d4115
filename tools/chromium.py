"""Finds a Chromium that really starts, or fetches one."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
# The shell has no windows to draw behind the page: the browser tests take a third less time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Root and containers have no sandbox of their own; the rest keeps the browser off the network.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PAGE = "data:text/html,<p>it%20starts</p>"
START_SECONDS = 60
FETCH_SECONDS = 900
WHAT_TO_INSTALL = """The browser tests need a Chromium; none that starts could be found or fetched.
Install one of these and run the command again:
  Debian:            apt-get install chromium-headless-shell
  anywhere:          .venv-dev/bin/python -m playwright install --with-deps chromium
or name one that you have: CHROMIUM=/path/to/chrome make test"""


def starts(browser: str) -> bool:
    """Try it: a name on the path may be a stub, and a downloaded browser may lack libraries."""
    with tempfile.TemporaryDirectory(prefix="otameshi-chromium-") as profile:
        try:
            shown = subprocess.run(
                [browser, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", PAGE],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                check=False,
                timeout=START_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return b"it starts" in shown.stdout


def installed() -> Iterator[str]:
    named = os.environ.get("CHROMIUM")
    if named:
        yield named
        return  # who names a browser wants that one or a complaint
    yield from (path for name in NAMES if (path := shutil.which(name)))
    downloaded = downloaded_by_playwright()
    if downloaded:
        yield downloaded


def downloaded_by_playwright() -> str | None:
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = told.stdout.strip()
    return path if path and Path(path).exists() else None


def find() -> str | None:
    return next((browser for browser in installed() if starts(browser)), None)


def fetch(*command: str) -> bool:
    print("$", " ".join(command), file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            check=False,
            env=environment,
            timeout=FETCH_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def packaged(name: str) -> str | None:
    got = fetch("apt-get", "install", "-y", "-q", "--no-install-recommends", name)
    return find() if got else None


def obtain() -> str:
    """Return the browser to use; fetch one if there is none, or end and say what to install."""
    browser = find()
    if browser is None and not os.environ.get("CHROMIUM"):
        if fetch(sys.executable, "-m", "playwright", "install", "chromium"):
            browser = find()
        if browser is None and os.geteuid() == 0 and shutil.which("apt-get"):
            fetch("apt-get", "update", "-q")
            browser = next((b for name in (SHELL, "chromium") if (b := packaged(name))), None)
    if browser is None:
        sys.exit(WHAT_TO_INSTALL)
    return browser
