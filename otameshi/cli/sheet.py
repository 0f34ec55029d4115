"""sheet: the 事業改善シート of a year in the terminal, or as a CSV file."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.core.clock import now
from otameshi.core.wareki import fiscal_year_label
from otameshi.statistics.sheet import figures, tables
from otameshi.statistics.sheet.figures import Sheet
from otameshi.web.sheets import write_csv

FIRST_YEAR, LAST_YEAR = 2000, 2099
WIDE = frozenset("FWA")
WIDEST = 44
LEGEND = "推移 ↗：改善 ↘：悪化 →：変化なし —：数値なし"


@click.command()
@click.option(
    "--year",
    type=click.IntRange(FIRST_YEAR, LAST_YEAR),
    required=True,
    help="The 年度, such as 2024.",
)
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the table into this file instead.",
)
@with_appcontext
def sheet(year: int, csv_file: Path | None) -> None:
    """Show the 事業改善シート of a year: published and computed figures side by side."""
    found = figures.sheet(year, now())
    if found is None:
        known = "、".join(str(one) for one in figures.known_years()) or "なし"
        raise click.UsageError(
            f"{fiscal_year_label(year)}のデータはありません。表示できる年度：{known}"
        )
    if csv_file is not None:
        with csv_file.open("wb") as file:
            write_csv(file, tables.sheet_headers(year), tables.sheet_cells(found))
        click.echo(f"{csv_file} に書き出しました。")
        return
    for line in printed(found):
        click.echo(line)


def printed(found: Sheet) -> list[str]:
    """Return the sheet as lines for the terminal, remarks below the table."""
    year = found.fiscal_year
    rows: list[Sequence[object]] = [tables.sheet_headers(year), *tables.sheet_cells(found)]
    return [
        f"事業改善シート（{fiscal_year_label(year)}）",
        *filter(None, [found.sentence]),
        *laid_out([row[:-1] for row in rows if row[1] != found.sentence]),
        *(f"{row.number} {one}" for row in found.rows for one in tables.remarks(row)),
        *(f"{one.output.label}：{one.remark}" for one in found.outputs if one.differs),
        LEGEND,
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
