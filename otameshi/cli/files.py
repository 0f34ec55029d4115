"""The checks of what is stored, by hand or every night."""

from collections.abc import Iterable

import click
from flask import current_app
from flask.cli import with_appcontext

from otameshi.core.clock import now
from otameshi.documents import scanning
from otameshi.files import upkeep

FAULTY, STRAYS = 1, 3  # 2 is click's own, for a wrong command


@click.group("files")
def files() -> None:
    """Look after the stored files."""


@files.command()
@with_appcontext
def verify() -> None:
    """Check that every file listed exists and is what was received.

    Ends with 0 when all is well, 1 when a file is missing or altered, 3 when only files without a
    record lie in the store (`files sweep` removes them).
    """
    faulty = _tell(upkeep.faults())
    strays = _tell(f"記録のないファイル：{key}" for key in upkeep.strays(now()))
    if faulty:
        raise SystemExit(FAULTY)
    click.echo("すべてのファイルが記録と一致しています。")
    if strays:
        click.echo(f"記録のないファイルが{strays}個あります。otameshi files sweep で消せます。")
        raise SystemExit(STRAYS)


@files.command()
@with_appcontext
def sweep() -> None:
    """Remove what lies in the store for more than a day without a record."""
    removed = list(upkeep.sweep(now()))
    for key in removed:
        click.echo(key)
    click.echo(f"記録のないファイルを{len(removed)}個消しました。")


@files.command()
@with_appcontext
def unscanned() -> None:
    """Say how many files came in before a scanner was set and still wait to be scanned."""
    click.echo(f"ウイルスの検査をしていない、受け付けたファイル：{scanning.unscanned():,}個")
    if not current_app.config["CLAMD"]:
        click.echo("CLAMDを設定すると、otameshi worker が古いものから順に検査します。")


def _tell(found: Iterable[str]) -> int:
    """Print each line as it is found; return how many there were."""
    count = 0
    for line in found:
        click.echo(line, err=True)
        count += 1
    return count
