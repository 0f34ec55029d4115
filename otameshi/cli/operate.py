"""worker, admin, and the checks of what is stored."""

import signal
import threading

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from otameshi import history
from otameshi.accounts import staff
from otameshi.accounts.forms import plain_address
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.documents import delivery
from otameshi.files import storage
from otameshi.files.models import Attachment

PAUSE = 2.0  # seconds between looks at the outbox


@click.command()
@click.option("--once", is_flag=True, help="Deliver what waits now, then end.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Send the letters of the outbox until told to stop."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        tried = delivery.run_once()
        db.session.remove()
        if once and not tried:
            return
        if not tried:
            stop.wait(PAUSE)


@click.group("files")
def files() -> None:
    """Look after the stored files."""


@files.command()
@with_appcontext
def verify() -> None:
    """Check that every file listed exists and is what was received."""
    faults = [
        found for one in db.session.scalars(select(Attachment)) if (found := storage.fault(one))
    ]
    _tell(faults, "すべてのファイルが記録と一致しています。")


@click.group("history")
def chain() -> None:
    """Look after the history."""


@chain.command("verify")
@with_appcontext
def verify_chain() -> None:
    """Check the hash chain of the whole history."""
    _tell(list(history.faults()), "履歴は改変されていません。")


@click.command()
@click.argument("mail")
@click.argument("name")
@with_appcontext
def admin(mail: str, name: str) -> None:
    """Print a link, once, with which an administrator sets a password and begins."""
    email = plain_address(mail)
    try:
        link, token = staff.invite(email, name, "", {Role.ADMIN}, by=None, at=now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    site = current_app.config["SITE_URL"]
    click.echo(f"{link.name}さんの登録用リンクです（{link.purpose.label}、7日間、1回だけ有効）。")
    click.echo(f"{site}/accounts/link/{token}")


def _tell(faults: list[str], fine: str) -> None:
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    click.echo(fine)


COMMANDS = (worker, admin, files, chain)
