"""sheet: the 事業改善シート of a year in the terminal, or as a CSV, Excel or PDF file."""

import unicodedata
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.core.clock import now
from otameshi.core.wareki import fiscal_year_label
from otameshi.statistics.sheet import documents, excel, figures, tables
from otameshi.statistics.sheet.figures import Sheet
from otameshi.web.sheets import write_csv

FIRST_YEAR, LAST_YEAR = 2000, 2099
WIDE = frozenset("FWA")
WIDEST = 44
Command = Callable[..., None]


def file_option(kind: str, told: str) -> Callable[[Command], Command]:
    where = click.Path(dir_okay=False, writable=True, path_type=Path)
    return click.option(f"--{kind}", kind, type=where, help=told)


def csv_of(found: Sheet) -> bytes:
    file = BytesIO()
    write_csv(file, tables.sheet_headers(found.fiscal_year), tables.sheet_cells(found))
    return file.getvalue()


MADE = {"csv": csv_of, "xlsx": excel.workbook, "pdf": documents.sheet_paper}


@click.command()
@click.option(
    "--year",
    type=click.IntRange(FIRST_YEAR, LAST_YEAR),
    required=True,
    help="The 年度, such as 2024.",
)
@file_option("csv", "Write the figures as a table into this file.")
@file_option("xlsx", "Write the form to be printed as an Excel file.")
@file_option("pdf", "Write the form to be printed as a PDF.")
@with_appcontext
def sheet(year: int, **files: Path | None) -> None:
    """Show the 事業改善シート of a year: published and computed figures side by side."""
    found = figures.sheet(year, now())
    if found is None:
        known = "、".join(str(one) for one in figures.known_years()) or "なし"
        raise click.UsageError(
            f"{fiscal_year_label(year)}のデータはありません。表示できる年度：{known}"
        )
    wanted = {kind: path for kind, path in files.items() if path is not None}
    for kind, path in wanted.items():
        path.write_bytes(MADE[kind](found))
        click.echo(f"{path} に書き出しました。")
    if not wanted:
        for line in printed(found):
            click.echo(line)


def printed(found: Sheet) -> list[str]:
    """Return the sheet as lines for the terminal, remarks below the table."""
    year = found.fiscal_year
    rows: list[Sequence[object]] = [tables.sheet_headers(year), *tables.figure_cells(found)]
    return [
        tables.title_of(found),
        *(f"{cells[0]}：{cells[1]}" for cells in tables.word_cells(found)),
        *laid_out([row[:-1] for row in rows]),
        *tables.notes(found),
    ]


def laid_out(rows: Sequence[Sequence[object]]) -> list[str]:
    """Set cells in columns; a Japanese character is as wide as two Latin ones."""
    texts = [["" if cell is None else clipped(str(cell)) for cell in row] for row in rows]
    widths = [max(width(row[column]) for row in texts) for column in range(len(texts[0]))]
    return [
        "  ".join(
            text + " " * (room - width(text)) for text, room in zip(row, widths, strict=True)
        ).rstrip()
        for row in texts
    ]


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in WIDE else 1 for one in text)


def clipped(text: str) -> str:
    """Shorten a long name so that the table keeps to a screen."""
    if width(text) <= WIDEST:
        return text
    kept = text
    while width(kept) > WIDEST - 2:
        kept = kept[:-1]
    return f"{kept}…"
