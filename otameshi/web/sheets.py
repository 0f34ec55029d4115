"""Tables on their way out as CSV and Excel: numbers stay numbers, and no text is a formula."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, TypeAlias
from urllib.parse import quote

from flask import Response, stream_with_context

from otameshi.core.clock import in_japan
from otameshi.web import shift_jis, workbook

Cell: TypeAlias = workbook.Cell
Row: TypeAlias = workbook.Row
CSV, SHIFT_JIS_CSV = "text/csv; charset=utf-8", "text/csv; charset=Shift_JIS"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet reads a cell that begins like this as a formula, full width included.
FORMULA_BEGINS = tuple("=+-@\t\r\n\0＝＋－＠")
IN_MEMORY, CHUNK = 4 * 1024 * 1024, 64 * 1024
UTF_8 = "utf-8-sig"  # with the mark at its head by which Excel knows it


def plain(cell: Cell) -> str | int | float:
    """Return a cell for CSV; text that a spreadsheet would run gets an apostrophe before it."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{in_japan(cell):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else cell


def write_csv(
    file: IO[bytes], headers: Sequence[str], rows: Iterable[Row], encoding: str = UTF_8
) -> None:
    """Write UTF-8 with a mark at its head, by which Excel knows the encoding, or another."""
    for chunk in csv_chunks(headers, rows, encoding):
        file.write(chunk)


def write_xlsx(
    file: IO[bytes],
    headers: Sequence[str],
    rows: Iterable[Row],
    title: str = "一覧",
    formats: Sequence[str] = (),
) -> None:
    """Write one sheet with a fixed header line; texts are kept as text whatever they look like."""
    workbook.write(file, headers, rows, title, formats)


def csv_response(name: str, headers: Sequence[str], rows: Iterable[Row]) -> Response:
    """Answer with NAME.csv. The rows are read before the answer begins, into a file on disk."""
    return _download(f"{name}.csv", CSV, lambda file: write_csv(file, headers, rows))


def streamed_csv(
    name: str, headers: Sequence[str], rows: Iterable[Row], encoding: str = UTF_8
) -> Response:
    """Answer with NAME.csv while the rows are still being read: memory does not grow with them.

    If reading fails, the connection breaks, and the browser does not take the part for the whole.
    """
    kind = SHIFT_JIS_CSV if encoding == shift_jis.NAME else CSV
    chunks = csv_chunks(headers, rows, encoding)
    return attached(Response(stream_with_context(chunks), content_type=kind), f"{name}.csv")


def csv_chunks(headers: Sequence[str], rows: Iterable[Row], encoding: str) -> Iterator[bytes]:
    encoder = codecs.getincrementalencoder(encoding)(
        shift_jis.ERRORS if encoding == shift_jis.NAME else "strict"
    )
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([plain(header) for header in headers])
    for row in rows:
        writer.writerow([plain(cell) for cell in row])
        if text.tell() > CHUNK:
            yield encoder.encode(text.getvalue())
            text.seek(0)
            text.truncate()
    yield encoder.encode(text.getvalue(), final=True)


def xlsx_response(
    name: str,
    headers: Sequence[str],
    rows: Iterable[Row],
    title: str = "一覧",
    formats: Sequence[str] = (),
) -> Response:
    """Answer with NAME.xlsx, an Excel workbook of one sheet, made on the disk before it is sent."""

    def write(file: IO[bytes]) -> None:
        write_xlsx(file, headers, rows, title, formats)

    return _download(f"{name}.xlsx", XLSX, write)


def made_xlsx(name: str, content: bytes) -> Response:
    """Answer with NAME.xlsx, a workbook that is already made, such as a form to be printed."""
    return _download(f"{name}.xlsx", XLSX, lambda file: file.write(content))


def _download(name: str, media_type: str, write: Callable[[IO[bytes]], object]) -> Response:
    file: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # open until the answer is read
    write(file)
    length = file.seek(0, 2)
    file.seek(0)
    response = Response(_chunks(file), content_type=media_type)
    response.call_on_close(file.close)
    response.content_length = length
    return attached(response, name)


def attached(response: Response, name: str) -> Response:
    """Let an answer be kept as a file of this name, and by nobody else."""
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
