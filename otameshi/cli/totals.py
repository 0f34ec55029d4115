"""import-totals: past years as totals, where no persons are known."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.core.clock import now
from otameshi.core.states import Refused
from otameshi.core.wareki import short_fiscal_year
from otameshi.db import db
from otameshi.files import table as tables
from otameshi.statistics.sheet.past import actions
from otameshi.statistics.sheet.past.actions import Look


@click.command("import-totals")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reason", default="", help="Why numbers that are entered already are replaced.")
@click.option("--check", is_flag=True, help="Say what FILE says and change nothing.")
@with_appcontext
def import_totals(file: Path, reason: str, *, check: bool) -> None:
    """Take in the totals of past years from FILE (CSV or Excel): all of it or nothing."""
    at = now()
    try:
        content = file.read_bytes()
        rows = tables.rows(file.name, content)
        found = actions.look(rows, at)
        for line in told(found):
            click.echo(line)
        if check and not found.problems:
            return
        actions.take(actions.receive(file.name, content, rows, None, at), reason, by=None, at=at)
    except Refused as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    click.echo(f"{len(found.changes)}個の数字を取り込みました。")


def told(found: Look) -> list[str]:
    """Return what would be entered and what is wrong, a line each."""
    wrong = [f"{one.row}行 {one.column}：{one.text}" for one in found.problems]
    return [
        *(
            f"{short_fiscal_year(one.fiscal_year)} {one.column}："
            + " → ".join(one.words if one.replaces else one.words[1:])
            for one in found.changes
        ),
        *wrong,
    ]
