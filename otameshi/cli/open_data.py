"""open-data: the statistics for everybody as a ZIP."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.core.clock import in_japan, now
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.statistics.open_data import actions

FOLDER = click.Path(file_okay=False, exists=True, writable=True, path_type=Path)


@click.command("open-data")
@click.option("--out", type=FOLDER, required=True, help="The folder for the ZIP.")
@click.option("--year", "years", type=int, multiple=True, help="A finished 年度; all without one.")
@with_appcontext
def open_data(out: Path, years: tuple[int, ...]) -> None:
    """Write the open-data package, with what would tell of 1 or 2 groups hidden."""
    at = now()
    try:
        run = actions.make(years or actions.finished(at), None, at)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    content = actions.content(run)
    db.session.commit()
    file = out / f"otameshi-nagano_opendata_{in_japan(at):%Y%m%d}.zip"
    file.write_bytes(content)
    click.echo(f"{file} に書き出しました。")
