"""worker, admin, and the checks of what is stored."""

import logging
import signal
import threading
from time import monotonic

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from otameshi import history
from otameshi.accounts import staff
from otameshi.accounts.forms import plain_address
from otameshi.applications.correction import reminders
from otameshi.claims.doubts import watching
from otameshi.claims.report import binding
from otameshi.claims.report import reminders as reports
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.documents import delivery, scanning
from otameshi.files.scanner import ScannerAway
from otameshi.followup.asking import due as surveys
from otameshi.outreach.visits import forgetting
from otameshi.selection.decision.actions import sending
from otameshi.selection.interviews.actions import reminders as interviews

PAUSE = 2.0  # seconds between looks at the outbox
CALENDAR_PAUSE = 60.0  # seconds between looks at what a date brings
SCANNER_PAUSE = 30.0  # seconds until a scanner that was away is asked again

log = logging.getLogger(__name__)


@click.command()
@click.option("--once", is_flag=True, help="Deliver what waits now, then end.")
@with_appcontext
def worker(*, once: bool) -> None:
    """Send letters, have files scanned, bind evidence, look at receipts, until told to stop."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scanner, calendar = Scanner(), Calendar()
    while not stop.is_set():
        tried = 0
        try:
            tried += delivery.run_once() + scanner.scanned() + calendar.done()
            tried += binding.run_once() + watching.run_once()
        except OperationalError:  # a database that is busy or away will be back
            if once:
                raise
            log.exception("the database did not answer; looking again in %s s", PAUSE)
        db.session.remove()
        if once and not tried:
            return
        if not tried:
            stop.wait(PAUSE)


class Scanner:
    """Lets the letters go on while the scanner is away."""

    ask_again = 0.0

    def __init__(self) -> None:
        self.backlog = scanning.Backlog()

    def scanned(self) -> int:
        """Have files scanned, new ones first; after a scanner that was away, only after a while."""
        if monotonic() < self.ask_again:
            return 0
        try:
            return scanning.run_once() + self.backlog.run_once()
        except ScannerAway:
            self.ask_again = monotonic() + SCANNER_PAUSE
            return 0


DUE = (
    delivery.due,
    reminders.due,
    interviews.due,
    sending.due,
    reports.due,
    forgetting.due,
    surveys.due,
)


class Calendar:
    """Looks now and then for what a date brings: reminders, and requests that lapse."""

    look_again = 0.0

    def done(self) -> int:
        """Do what is due, each in a transaction of its own; return how much it was."""
        if monotonic() < self.look_again:
            return 0
        self.look_again = monotonic() + CALENDAR_PAUSE
        waiting = [each for due in DUE for each in due(now())]
        db.session.rollback()
        for task, key in waiting:
            task(key, now())
            db.session.commit()
        return len(waiting)


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


COMMANDS = (worker, admin, chain)
