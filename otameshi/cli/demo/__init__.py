"""The demonstration programme: R4 to R6 from the published figures, and a call that is open now."""

from datetime import datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from otameshi.accounts import passwords
from otameshi.cli.demo import after, asking, banks, cast, office, past, places, present, stay
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.files import table
from otameshi.people import Person
from otameshi.statistics.sheet import actions as statistics
from otameshi.statistics.sheet import loading
from otameshi.statistics.sheet.models import Indicator
from otameshi.statistics.sheet.past import actions as totals

BEFORE = timedelta(days=130)
PAST_TOTALS = loading.SHEET_2024.parent / "past_totals.csv"
# What the published sheet of R6 says, in short.
ANALYSIS = "西日本へのPRが、応募数の増加につながった。（公表資料の要旨）"
DIRECTION = (
    "西日本へのPRを続け、募集期間以外にも広報を行う。"
    "交流会と、参加者と地域のつながりづくりにより、定着数の増加を図る。（公表資料の要旨）"
)


def load() -> bool:
    """Load the demonstration into an empty database; leave any other as it is."""
    if db.session.scalar(select(func.count()).select_from(Person)):
        return False
    at = now()
    people = cast.enter(at - BEFORE, passwords.hashed(cast.PASSWORD))
    banks.enter(people["tantou"], at - BEFORE)
    towns = places.enter()
    for year in past.PAST:
        past.Builder(year, people, towns).build()
    loading.load_published(loading.SHEET_2024.read_text("utf-8"), at - BEFORE)
    mark_what_is_assumed(people["tantou"], at - BEFORE)
    take_past_totals(people["tantou"], at - BEFORE)
    current = present.Builder(at, people, towns)
    current.build()
    stay.Stay(current).build()
    asking.ask_the_groups_of(2024, current)
    after.play(people, current.at, 2024)
    office.work(people, at)
    return True


def mark_what_is_assumed(by: Person, at: datetime) -> None:
    """Say beside each rate how far the numbers behind it are published."""
    rate = db.session.scalars(select(Indicator).where(Indicator.computed)).one()
    notes = {year.fiscal_year: year.note for year in past.PAST}
    for figure in list(rate.figures):
        if figure.fiscal_year in notes:
            statistics.publish(
                rate,
                figure.fiscal_year,
                value=figure.value,
                target=figure.target,
                given=statistics.Source(figure.source, notes[figure.fiscal_year]),
                by=by,
                at=at,
            )
    statistics.write_text(2024, ANALYSIS, DIRECTION, by=by, at=at)


def take_past_totals(by: Person, at: datetime) -> None:
    """Take in what is published of years and numbers that the sheet does not print."""
    content = PAST_TOTALS.read_bytes()
    rows = table.rows(PAST_TOTALS.name, content)
    totals.take(totals.receive(PAST_TOTALS.name, content, rows, by, at), "", by=by, at=at)


def account_lines() -> list[str]:
    """Return one line for each account: its roles, its address, what to try with it."""
    lines = [
        f"{'・'.join(role.label for role in one.roles)}  {one.email}  {one.task}"
        for one in cast.ACCOUNTS
    ]
    return [*lines, f"パスワードはすべて  {cast.PASSWORD}"]


@click.command("demo")
@click.option("--accounts", is_flag=True, help="Print the demonstration's accounts.")
@with_appcontext
def command(*, accounts: bool) -> None:
    """Load the demonstration programme into an empty database."""
    if not current_app.config["DEMONSTRATION"]:
        raise click.ClickException(
            "見本のアカウントは誰でも使えるため、OTAMESHI_DEMO=1 のときだけ読み込めます。"
        )
    if accounts:
        click.echo("\n".join(account_lines()))
        return
    load()
    db.session.commit()
