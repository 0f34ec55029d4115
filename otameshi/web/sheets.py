"""Tables on their way out as CSV and Excel: numbers stay numbers, and no text is a formula."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO, TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import quote

import xlsxwriter
from flask import Response, stream_with_context

from otameshi.core.clock import in_japan
from otameshi.web import shift_jis

Cell = str | int | float | date | datetime | None
Row = Sequence[Cell]

CSV, SHIFT_JIS_CSV = "text/csv; charset=utf-8", "text/csv; charset=Shift_JIS"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet reads a cell that begins like this as a formula, full width included.
FORMULA_BEGINS = tuple("=+-@\t\r\n\0＝＋－＠")
IN_MEMORY, CHUNK = 4 * 1024 * 1024, 64 * 1024
UTF_8 = "utf-8-sig"  # with the mark at its head by which Excel knows it
NARROWEST, WIDEST = 8, 40


def plain(cell: Cell) -> str | int | float:
    """Return a cell for CSV; text that a spreadsheet would run gets an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{in_japan(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str) and cell.startswith(FORMULA_BEGINS):
        return f"'{cell}"
    return cell


def write_csv(file: IO[bytes], headers: Sequence[str], rows: Iterable[Row]) -> None:
    """Write UTF-8 with a mark at its head, by which Excel knows the encoding."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([plain(header) for header in headers])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(
    file: IO[bytes], headers: Sequence[str], rows: Iterable[Row], title: str = "一覧"
) -> None:
    """Write one sheet with a fixed header line; texts are kept as text whatever they look like."""
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bg_color": "#E8F1FE", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 0)
    for column, header in enumerate(headers):
        sheet.set_column(column, column, min(max(2 * len(header) + 2, NARROWEST), WIDEST))
        sheet.write_string(0, column, header, bold)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell)
            elif isinstance(cell, datetime):
                local = in_japan(cell).replace(tzinfo=None)
                sheet.write_datetime(line, column, local, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(line, column, cell, day)
            elif cell is not None:
                sheet.write_number(line, column, cell)
    book.close()


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
    name: str, headers: Sequence[str], rows: Iterable[Row], title: str = "一覧"
) -> Response:
    """Answer with NAME.xlsx, an Excel workbook of one sheet."""
    return _download(f"{name}.xlsx", XLSX, lambda file: write_xlsx(file, headers, rows, title))


def _download(name: str, media_type: str, write: Callable[[IO[bytes]], None]) -> Response:
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
