"""Runs the tests: all of them, those that are named, or for `make check` those that measure."""

import os
import sys

from tools import chromium, clamd
from tools.chromium import ROOT

DATA, BYTECODE = ROOT / "build" / "coverage", ROOT / "build" / "bytecode"
WHOLE = ("-n", "2")
# To trace every line takes the tests of this process two thirds longer, and shows nothing of what
# a browser, a crowd or a script of tools/ drives from outside.
OUTSIDE = ("tests/e2e", "tests/quality", "tests/tools", "tests/plugins")
# Coverage is judged by `make check`; a report and a threshold here would say it twice.
MEASURED = (
    *WHOLE,
    *("--cov", "--cov-report=", "--cov-fail-under=0"),
    *(f"--ignore={one}" for one in OUTSIDE),
)


def main() -> None:
    os.chdir(ROOT)
    os.environ["CHROMIUM"] = chromium.obtain()
    os.environ["CLAMD_PROGRAM"] = clamd.obtain()
    os.environ["COVERAGE_FILE"] = str(DATA)
    # Two thousand modules, read by two workers and by each server and script that a test starts.
    os.environ["PYTHONPYCACHEPREFIX"] = str(BYTECODE)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    named = sys.argv[1:]
    chosen = MEASURED if named == ["--coverage"] else named or WHOLE
    # pytest takes this process over, so that Ctrl-C and the exit code are its own.
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *chosen])  # noqa: S606  # no shell


if __name__ == "__main__":
    main()
