"""sheet: the 事業改善シート of a year in the terminal, or as a CSV, Excel or PDF file."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.cli.terminal import YEAR, file_option, laid_out
from otameshi.core.clock import now
from otameshi.core.wareki import fiscal_year_label
from otameshi.statistics.sheet import documents, excel, figures, tables
from otameshi.statistics.sheet.lines import Sheet
from otameshi.web.sheets import write_csv


def csv_of(found: Sheet) -> bytes:
    file = BytesIO()
    write_csv(file, tables.sheet_headers(found.fiscal_year), tables.sheet_cells(found))
    return file.getvalue()


MADE = {"csv": csv_of, "xlsx": excel.workbook, "pdf": documents.sheet_paper}


@click.command()
@click.option(
    "--year",
    type=YEAR,
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
