"""A table that somebody sends, as CSV or Excel, read as rows of text. Nothing in it is run."""

import csv
import json
import re
from collections.abc import Iterator
from io import StringIO

from otameshi.core.encoding import decoded
from otameshi.core.states import Refused
from otameshi.files import gate
from otameshi.files.kinds import MEGABYTE, Kind

LARGEST = 5 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 1_000, 300
# No database keeps the first of these, and nobody can see or type the others.
CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
ZIP = b"PK\x03\x04"


def rows(name: str, content: bytes) -> list[list[str]]:
    """Return the rows of a table with something in them; the first names the columns."""
    if not content:
        raise Refused(f"「{name}」は中身が空です。ファイルを確かめて、もう一度選んでください。")
    if len(content) > LARGEST:
        raise Refused(f"「{name}」は大きすぎます。{LARGEST // MEGABYTE}MBまでに分けてください。")
    found = _of_excel(name, content) if content.startswith(ZIP) else list(_of_csv(name, content))
    for number, row in enumerate(found, start=1):
        if any(CONTROL.search(cell) for cell in row):
            raise Refused(
                f"「{name}」の{number}行目に、文字ではないもの（制御文字）が入っています。"
                "消してから、もう一度選んでください。"
            )
    filled = [row for row in found if any(cell.strip() for cell in row)]
    if not filled:
        raise Refused(f"「{name}」に行がありません。1行目に列の名前を書いてください。")
    if len(filled) > MOST_ROWS + 1 or max(map(len, filled)) > MOST_COLUMNS:
        raise Refused(
            f"「{name}」は、{MOST_ROWS:,}行、{MOST_COLUMNS}列までです。分けてから選んでください。"
        )
    return filled


def _of_csv(name: str, content: bytes) -> Iterator[list[str]]:
    try:
        text = decoded(content)
        yield from csv.reader(StringIO(text, newline=""), strict=True)
    except UnicodeDecodeError as wrong:
        raise Refused(
            f"「{name}」は、UTF-8かShift_JISのCSV、またはExcelにしてください。"
        ) from wrong
    except csv.Error as wrong:
        raise Refused(
            f"「{name}」は表として読めません。Excelで開き、CSVかExcelで保存し直してください。"
        ) from wrong


def _of_excel(name: str, content: bytes) -> list[list[str]]:
    gate.judge(name, content, (Kind.XLSX,), LARGEST)
    answer = gate.examined("table", content)
    if answer is None:
        raise Refused(f"「{name}」は内容が複雑すぎて読めません。CSVで保存し直してください。")
    found: list[list[str]] = json.loads(answer)
    return found
