"""What was begun or kept without an account, and is over."""

import click
from flask.cli import with_appcontext

from otameshi.applications import adopting
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.files import storage
from otameshi.web import kept, once


@click.group("drafts")
def drafts() -> None:
    """Look after drafts that no account holds."""


@drafts.command()
@with_appcontext
def sweep() -> None:
    """Remove drafts unclaimed for 30 days, typed pages after a day, keys of old forms; nightly."""
    at, files = now(), 0
    while (found := adopting.sweep(at)) is not None:
        db.session.commit()
        for key in found:
            storage.drop(key)
        files += len(found)
    kept.sweep(at)
    once.sweep(at)
    db.session.commit()
    click.echo(f"期限の過ぎた下書きを消しました（ファイル{files}個）。")


COMMANDS = (drafts,)
