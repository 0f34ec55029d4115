"""courses: how long bases are kept, in the terminal or as a file."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.followup.courses import reading, telling
from otameshi.followup.courses.dimensions import Dimension
from otameshi.web.sheets import write_csv, write_xlsx

FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command()
@click.option("--by", type=click.Choice([one.value for one in Dimension]), default="all")
@click.option("--year", "years", type=int, multiple=True, help="A 年度; all of them without one.")
@click.option("--csv", type=FILE, help="Write CSV in UTF-8 here.")
@click.option("--xlsx", type=FILE, help="Write an Excel workbook here.")
@with_appcontext
def courses(by: str, years: tuple[int, ...], csv: Path | None, xlsx: Path | None) -> None:
    """Tell the share of groups that keep a base, at each time after the stay."""
    found = reading.courses(Dimension(by), years)
    if not found.months:
        raise click.ClickException("この条件では、まだ拠点についての回答がありません。")
    shown = [telling.told(telling.WHOLE, found.whole, found.months)]
    if Dimension(by) is not Dimension.ALL:
        shown += [telling.told(name, one, found.months) for name, one in found.of.items()]
    if csv is not None:
        with csv.open("wb") as file:
            write_csv(file, telling.HEADERS, telling.course_cells(shown))
    if xlsx is not None:
        with xlsx.open("wb") as file:
            write_xlsx(file, telling.HEADERS, telling.course_cells(shown), "拠点の維持")
    for line in telling.course_cells(shown):
        name, when, at_risk, _departed, _censored, share, low, high, *_rest = line
        rate = "—" if share is None else f"{share}％（95％区間 {low}～{high}）"
        click.echo(f"{name}  {when}  観察中{at_risk}組  維持率{rate}")
