"""What tables cost on their way out: 100,000 rows as CSV, 10,000 rows of 60 columns as Excel.

Each is made in a process of its own. Its memory is told as what the table adds to the application,
which takes about 150 MB before it does anything.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from flask import Response

from bench import copying
from bench.measure import KIB_PER_MIB, Result
from config import Config
from otameshi.app import create_app
from otameshi.core.roles import ANYONE
from otameshi.db import db
from otameshi.statistics.exports import columns, tables
from otameshi.statistics.exports.tables import Name
from otameshi.web import sheets, shift_jis
from otameshi.web.access import needs
from tests import make

GROUPS = 100_000
BOOK_ROWS, BOOK_COLUMNS = 10_000, 60


def results() -> Iterator[dict[str, Any]]:
    """Fill a database once, and measure each table in a process that does nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        with _app(folder).app_context():
            db.create_all()
            fill(GROUPS)
        for name in MEASURED:
            done = subprocess.run(  # noqa: S603  # ourselves
                [sys.executable, "-m", "bench.exports", name, folder],
                check=True,
                capture_output=True,
                text=True,
            )
            yield json.loads(done.stdout)


def _app(folder: str) -> Any:
    return create_app(
        Config(
            SECRET_KEY="only-for-the-benchmarks-" + "0" * 16,
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(folder) / 'bench.db'}",
            FILE_STORE=(Path(folder) / "files").as_uri(),
            SITE_URL="http://localhost",
            MAIL_SERVER="",
            TESTING=True,
        )
    )


def fill(groups: int) -> None:
    """Make a group that takes part, and as many more by copying its rows."""
    group = make.participation()
    application = group.candidacy.application
    chain: copying.Chain = [
        (group.representative, {"email": "b{}@example.jp"}),
        (application, {"number": "B-{}"}),
        (group.candidacy, {}),
        (group, {"title": "見本{}組"}),
        *((one, {}) for one in group.people),
    ]
    copying.fill(chain, groups)


def _streamed(folder: str, encoding: str) -> Result:
    """Ask for the table as a client does, and throw away each piece as it comes."""
    app = _app(folder)

    def table() -> Response:
        known = tables.columns(Name.GROUPS)
        found = tables.rows(Name.GROUPS, (), [one.key for one in known])
        rows = columns.cells(known, found)
        return sheets.streamed_csv("組", [one.label for one in known], rows, encoding)

    app.add_url_rule("/bench.csv", view_func=needs(ANYONE)(table))

    def take() -> int:
        answer = app.test_client().get("/bench.csv", buffered=False)
        lines: int = sum(piece.count(b"\r\n") for piece in answer.iter_encoded())
        answer.close()
        return lines - 1

    return _once(f"csv_100000_{encoding}", take)


def _book(folder: str) -> Result:
    row: list[sheets.Cell] = [
        "見本スタジオ",
        12_345,
        0.5,
        make.NOON,
        make.NOON.date(),
        "企画と開発。",
    ]
    line = row * (BOOK_COLUMNS // len(row))
    formats = ["", '#,##0"円"', "0.0", "", "", ""] * (BOOK_COLUMNS // len(row))

    def write() -> int:
        rows = (line for _ in range(BOOK_ROWS))
        sheets.write_xlsx(BytesIO(), [f"列{n}" for n in range(BOOK_COLUMNS)], rows, "組", formats)
        return BOOK_ROWS

    return _once("xlsx_10000x60", write)


def _once(name: str, act: Callable[[], int]) -> Result:
    before, begun, cpu = _resident("VmRSS"), perf_counter(), process_time()
    rows = act()
    cpu, wall = (process_time() - cpu) * 1000, (perf_counter() - begun) * 1000
    took = round(wall, 2)
    grown = _resident("VmHWM") - before
    return Result(name, rows, round(cpu, 2), took, took, None, round(grown, 1))


def _resident(name: str) -> float:
    """Return this process's memory in MiB as Linux tells it: now (VmRSS), or at its most (VmHWM).

    `getrusage` would tell of the parent too, which had filled the database.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(one.split()[1]) for one in lines if one.startswith(name)) / KIB_PER_MIB


MEASURED: dict[str, Callable[[str], Result]] = {
    "csv": lambda folder: _streamed(folder, sheets.UTF_8),
    "sjis": lambda folder: _streamed(folder, shift_jis.NAME),
    "book": _book,
}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asdict(MEASURED[sys.argv[1]](sys.argv[2]))))
    else:
        for one in results():
            print(one)
