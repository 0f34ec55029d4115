"""token: keys by which other programs read the statistics."""

import unicodedata

import click
from flask.cli import with_appcontext

from otameshi.core.clock import in_japan, now
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.statistics.api import actions
from otameshi.statistics.api.rules import Life, Scope

LONGEST = 100


@click.group()
def token() -> None:
    """Issue, list and revoke the tokens of other programs."""


@token.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, type=click.Choice([one.value for one in Scope]))
@click.option("--days", type=click.Choice([one.value for one in Life]), default=Life.QUARTER.value)
@with_appcontext
def create(name: str, scopes: tuple[str, ...], days: str) -> None:
    """Print a new token, once. Without a scope it reads figures whose small cells are hidden."""
    if not name.strip() or len(name) > LONGEST or not _printable(name):
        raise click.UsageError(f"名前は、{LONGEST}文字までの1行で入力してください。")
    made, text = actions.issue(
        name.strip(), [Scope(one) for one in scopes], Life(days), by=None, at=now()
    )
    db.session.commit()
    click.echo(f"トークン {made.id}「{made.name}」（{in_japan(made.expires_at):%Y-%m-%d}まで）")
    click.echo(text)


@token.command("list")
@with_appcontext
def listed() -> None:
    """List the tokens with what they open; never the tokens themselves."""
    at = now()
    for one in db.session.scalars(actions.tokens()):
        last = f"{in_japan(one.last_used_at):%Y-%m-%d %H:%M}" if one.last_used_at else "未使用"
        scopes = " ".join(one.scopes) or "—"
        until = f"{in_japan(one.expires_at):%Y-%m-%d}"
        click.echo(f"{one.id}  {one.standing(at).label}  {until}  {last}  {scopes}  {one.name}")


@token.command()
@click.argument("number", type=int)
@with_appcontext
def revoke(number: int) -> None:
    """End a token at once, by its number in the list."""
    found = next((one for one in db.session.scalars(actions.tokens()) if one.id == number), None)
    if found is None:
        raise click.UsageError(f"トークン {number} はありません。")
    try:
        actions.revoke(found.id, by=None, at=now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    db.session.commit()
    click.echo(f"トークン {number}「{found.name}」を取り消しました。")


def _printable(name: str) -> bool:
    return not any(unicodedata.category(one).startswith("C") for one in name)
