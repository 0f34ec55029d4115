"""courses, differences: who keeps a base how long, in the terminal or as a file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.cli.terminal import YEAR, file_option, laid_out
from otameshi.followup.courses import reading, telling
from otameshi.followup.courses.difference import comparisons, lines
from otameshi.followup.courses.dimensions import Dimension, at
from otameshi.followup.courses.telling import Cells
from otameshi.web.sheets import write_csv, write_xlsx

DIFFERENCES = (0, 1, 2, 3, 4, 5, 8, 9, 10, 11)  # of the table's columns, as the page shows them


@click.command()
@click.option("--by", type=click.Choice([one.value for one in Dimension]), default="all")
@click.option("--year", "years", type=YEAR, multiple=True, help="A 年度; all of them without one.")
@file_option("csv", "Write CSV in UTF-8 here.")
@file_option("xlsx", "Write an Excel workbook here.")
@with_appcontext
def courses(by: str, years: tuple[int, ...], csv: Path | None, xlsx: Path | None) -> None:
    """Tell the share of groups that keep a base, at each time after the stay."""
    found = reading.courses(Dimension(by), years)
    if not found.months:
        raise click.ClickException("この条件では、まだ拠点についての回答がありません。")
    shown = [telling.told(telling.WHOLE, found.whole, found.months)]
    if Dimension(by) is not Dimension.ALL:
        shown += [telling.told(name, one, found.months) for name, one in found.of.items()]
    _write("拠点の維持", telling.HEADERS, list(telling.course_cells(shown)), csv, xlsx)
    for line in telling.course_cells(shown):
        name, when, at_risk, _departed, _censored, share, low, high, *_rest = line
        rate = "—" if share is None else f"{share}％（95％区間 {low}～{high}）"
        click.echo(f"{name}  {when}  観察中{at_risk}組  維持率{rate}")


@click.command()
@click.option("--months", type=int, help="So many months after the stay; without, the first asked.")
@click.option("--year", "years", type=YEAR, multiple=True, help="A 年度; all of them without one.")
@file_option("csv", "Write CSV in UTF-8 here.")
@file_option("xlsx", "Write an Excel workbook here.")
@with_appcontext
def differences(
    months: int | None, years: tuple[int, ...], csv: Path | None, xlsx: Path | None
) -> None:
    """Lay the shares that keep a base side by side: grant, kind, origin, gatherings, housing."""
    when = reading.asked_months()
    if not when:
        raise click.ClickException("まだ追跡調査で尋ねた組がありません。")
    months = when[0] if months is None else months
    if months not in when:
        raise click.UsageError(f"尋ねた時期ではありません。選べる月数：{'、'.join(map(str, when))}")
    tables = {by: lines(found) for by, found in reading.shares(months, years).items()}
    rows = list(telling.difference_cells(tables))
    _write("拠点維持の違い", telling.DIFFERENCE_HEADERS, rows, csv, xlsx)
    click.echo(f"{at(months)}の調査")
    for line in laid_out(list(_narrow([telling.DIFFERENCE_HEADERS, *rows]))):
        click.echo(line)
    compared = sum(map(comparisons, tables.values()))
    click.echo(
        f"違いは、原因を示しません。{compared}個を比べたうち、20個に1個ほどは偶然でも目立ちます。"
    )


def _narrow(rows: Sequence[Sequence[object]]) -> Iterator[list[object]]:
    """Keep of each row what fits into a terminal."""
    for row in rows:
        yield [row[place] for place in DIFFERENCES]


def _write(
    name: str, heads: Sequence[str], rows: Sequence[Cells], csv: Path | None, xlsx: Path | None
) -> None:
    if csv is not None:
        with csv.open("wb") as file:
            write_csv(file, heads, rows)
    if xlsx is not None:
        with xlsx.open("wb") as file:
            write_xlsx(file, heads, rows, name)
