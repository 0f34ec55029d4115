"""Runs every benchmark, prints the table and writes bench/latest.json."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import assignment, exports, files, pages, papers, paying, rules, statistics

LATEST = Path(__file__).parent / "latest.json"
COLUMNS = ("name", "rows", "cpu_ms", "p50_ms", "p95_ms", "statements", "rss_mb")


def all_of_them() -> Iterator[dict[str, Any]]:
    for result in pages.results():
        yield asdict(result)
    yield asdict(papers.notice_pdf())
    yield rules.rules_claim_200()
    yield rules.rules_replay_10000()
    yield assignment.assignment_5000()
    yield from exports.results()
    for result in paying.results():
        yield asdict(result)
    for result in statistics.results():
        yield asdict(result)
    for result in files.results():
        yield asdict(result)


def line(row: dict[str, Any]) -> str:
    cells = ["—" if row[column] is None else str(row[column]) for column in COLUMNS[1:]]
    return f"{row['name']:22}" + "".join(f"{cell:>12}" for cell in cells)


def main() -> None:
    print(f"{COLUMNS[0]:22}" + "".join(f"{column:>12}" for column in COLUMNS[1:]))
    rows = []
    for row in all_of_them():
        rows.append(row)
        print(line(row), flush=True)
    LATEST.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
