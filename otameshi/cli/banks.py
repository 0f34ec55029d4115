"""The list of banks and branches, brought in and refreshed."""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.claims.invoicing import listing
from otameshi.claims.invoicing.actions import banks as actions
from otameshi.core.clock import now, today
from otameshi.core.states import Refused
from otameshi.db import db


@click.group("banks")
def banks() -> None:
    """Look after the list of banks and branches."""


@banks.command("import")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--date", "dated", type=click.DateTime(["%Y-%m-%d"]), help="The day of FILE's data.")
@with_appcontext
def bring_in(file: Path | None, dated: datetime | None) -> None:
    """Take over the list of the package zengin-code, or that of FILE (CSV or JSON)."""
    try:
        if file is None:
            read = listing.of_the_package()
        else:
            day = dated.date() if dated else today()
            read = listing.of_a_file(file.name, file.read_bytes(), day)
        kept = actions.bring_in(read, None, now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    click.echo(
        f"{kept.dated:%Y-%m-%d}の一覧を取り込みました："
        f"金融機関{kept.banks:,}、支店{kept.branches:,}（{kept.source}）"
    )
