"""Runs the tests: all of them, with coverage recorded for `make check`, or those that are named."""

import os
import sys

from tools import chromium, clamd
from tools.chromium import ROOT

DATA = ROOT / "build" / "coverage"
# Coverage is judged by `make check`; a report and a threshold here would say it twice.
WHOLE = ("-n", "2", "--cov", "--cov-report=", "--cov-fail-under=0")


def main() -> None:
    os.chdir(ROOT)
    os.environ["CHROMIUM"] = chromium.obtain()
    os.environ["CLAMD_PROGRAM"] = clamd.obtain()
    os.environ["COVERAGE_FILE"] = str(DATA)
    chosen = sys.argv[1:] or WHOLE
    # pytest takes this process over, so that Ctrl-C and the exit code are its own.
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *chosen])  # noqa: S606  # no shell


if __name__ == "__main__":
    main()
