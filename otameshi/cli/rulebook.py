"""rulebook: check, read aloud, try out and compare the subsidy rules of a year.

Ends with 0 when all is well, 1 when a rulebook is refused, 2 when the command was written wrongly,
3 when a table of claims is refused, and 4 when a claim that was tried cannot be settled as it is.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from otameshi.cli.account import account
from otameshi.core.encoding import decoded
from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.subsidy import (
    BadClaim,
    BadRulebook,
    Facts,
    Line,
    Rulebook,
    Sheet,
    assess,
    compare,
    explain,
    read,
    read_claims,
    schema,
    wording,
)

REFUSED, BAD_TABLE, BLOCKED = 1, 3, 4
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])

OPTIONS = (
    click.option("--heads", type=click.IntRange(0), help="組の人数（表の「人数」より優先）"),
    click.option("--cohort", type=click.IntRange(0), help="参加者総数"),
    click.option("--trial", type=DAY, nargs=2, help="参加期間の初日と末日"),
    click.option("--decided", type=DAY, help="交付決定日"),
    click.option("--granted", type=click.IntRange(0), help="交付決定額"),
    click.option("--yes", multiple=True, help="「はい」と答える条件の key"),
    click.option("--no", multiple=True, help="「いいえ」と答える条件の key"),
)


def circumstances(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what a table of claims does not."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@click.group()
def rulebook() -> None:
    """Look at the subsidy rules of a programme year (要綱をデータにしたもの)."""


@rulebook.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Say whether FILE is a rulebook, or what is wrong in which line and column."""
    book = _book(file)
    click.echo(f"{file.name}: 正しく読めました。{book.title}（{book.version}）")
    click.echo(f"経費の区分 {len(book.kinds)}、規則 {len(book.rules)}")


@rulebook.command("explain")
@click.argument("file", type=FILE)
def explain_command(file: Path) -> None:
    """Print the rules as an applicant reads them."""
    book = _book(file)
    click.echo(f"{book.title}（{book.authority}・{book.version}）")
    for section in explain(book):
        click.echo(f"\n■ {section.title}")
        for paragraph in section.paragraphs:
            click.echo(f"  {paragraph}")
        for row in section.rows:
            click.echo("  ・" + " ／ ".join(cell for cell in row if cell))


@rulebook.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of the language, for editors."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))


@rulebook.command("try")
@click.argument("file", type=FILE)
@click.argument("claim", type=FILE)
@circumstances
def try_command(file: Path, claim: Path, **given: Any) -> None:
    """Judge the lines of CLAIM (CSV) by the rulebook FILE and print the whole account."""
    book = _book(file)
    blocked = False
    for group, facts in _claims(book, _sheet(book, claim), given):
        result = assess(book, facts)
        blocked = blocked or result.blocked
        click.echo("\n".join(account(group, result)))
    sys.exit(BLOCKED if blocked else 0)


@rulebook.command("compare")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.argument("claims", type=FILE, required=False)
@circumstances
def compare_command(
    old: Path,
    new: Path,
    claims: Path | None,
    **given: Any,
) -> None:
    """Say what differs between two rulebooks, and with CLAIMS (CSV) what each 組 would get."""
    before, after = _book(old), _book(new)
    if claims is None:
        differing = [str(one) for one in wording(before, after)]
        click.echo("\n".join(differing or ["規則に違いはありません。"]))
        return
    found = compare(before, after, _claims(before, _sheet(before, claims), given))
    for row in found.rows:
        amounts = f"{row.before:,}円 → {row.after:,}円（{row.change:+,}円）"
        click.echo(f"{row.key or '（組の名前なし）'}: {amounts}")
        for reason in row.reasons:
            click.echo(f"    {reason}")
    click.echo(f"合計: {found.before:,}円 → {found.after:,}円（{found.change:+,}円）")


def _book(file: Path) -> Rulebook:
    try:
        return read(_text(file), file.name)
    except BadRulebook as error:
        _end(REFUSED, str(error))


def _sheet(book: Rulebook, file: Path) -> Sheet:
    try:
        return read_claims(book, _text(file), file.name)
    except BadClaim as error:
        _end(BAD_TABLE, str(error))


def _text(file: Path) -> str:
    try:
        return decoded(file.read_bytes())
    except UnicodeDecodeError:
        return _end(REFUSED, f"{file.name}:1:1: 文字コードが UTF-8 でも Shift_JIS でもありません。")


def _end(code: int, message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _claims(book: Rulebook, sheet: Sheet, given: dict[str, Any]) -> Iterator[tuple[str, Facts]]:
    for group, lines in sheet.lines.items():
        heads = given["heads"] if given["heads"] is not None else sheet.heads[group]
        yield group, _facts(book, lines, heads, given)


def _facts(book: Rulebook, lines: tuple[Line, ...], heads: int, given: dict[str, Any]) -> Facts:
    return Facts(
        lines=lines,
        heads=heads,
        trial=_trial(book, given["trial"]),
        cohort_heads=given["cohort"],
        decided_on=_day(given["decided"]),
        granted=None if given["granted"] is None else Yen(given["granted"]),
        conditions={**dict.fromkeys(given["yes"], True), **dict.fromkeys(given["no"], False)},
    )


def _trial(book: Rulebook, given: tuple[datetime, datetime] | None) -> Period:
    if given:
        return Period(given[0].date(), given[1].date())
    if book.trial is None:
        raise click.UsageError(
            "--trial で参加期間の初日と末日を書いてください（例: --trial 2025-08-01 2026-02-28）。"
        )
    return book.trial


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()
