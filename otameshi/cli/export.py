"""export: a table of the statistics as a file."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from otameshi.cli.terminal import YEAR, file_option
from otameshi.core.clock import now
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.statistics.exports import actions, columns, tables
from otameshi.statistics.exports.columns import Column
from otameshi.statistics.exports.tables import Name
from otameshi.web.sheets import UTF_8, write_csv, write_xlsx
from otameshi.web.shift_jis import NAME as SHIFT_JIS


@click.command()
@click.argument("table", type=click.Choice([one.value for one in Name]))
@click.option("--year", "years", type=YEAR, multiple=True, help="A 年度; all of them without one.")
@click.option("--column", "keys", multiple=True, help="A column's key; all without one.")
@click.option("--personal", is_flag=True, help="Also the columns about persons.")
@file_option("csv", "Write CSV in UTF-8 here.")
@file_option("sjis", "Write CSV in Shift_JIS here.")
@file_option("xlsx", "Write an Excel workbook here.")
@file_option("json", "Write a list of objects here, one a line.")
@with_appcontext
def export(
    table: str, years: tuple[int, ...], keys: tuple[str, ...], *, personal: bool, **files: Path
) -> None:
    """Write a table of the statistics into files; without any, list its columns."""
    name = Name(table)
    known = tables.columns(name, years)
    named = {form: file for form, file in files.items() if file is not None}
    if not named:
        for one in known:
            click.echo(f"{one.key}  {one.label}{'（個人情報）' if one.personal else ''}")
        return
    wanted = _wanted(known, keys, personal=personal)
    try:
        run = actions.take(name, years, [one.key for one in wanted], None, now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    taken, chosen = run.taken, run.columns
    db.session.commit()
    for form, file in named.items():
        _write(file, form, wanted, tables.rows(name, years, chosen))
        click.echo(f"{name.label}の表{taken:,}行を {file} に書き出しました。")


def _wanted(known: Sequence[Column], keys: Sequence[str], *, personal: bool) -> list[Column]:
    unknown = set(keys) - {one.key for one in known}
    if unknown:
        raise click.UsageError(f"ない列です：{'、'.join(sorted(unknown))}")
    if not keys:
        return [one for one in known if personal or not one.personal]
    wanted = columns.chosen(known, keys)
    if any(one.personal for one in wanted) and not personal:
        raise click.UsageError("個人情報の列を出力するには、--personal を付けてください。")
    return wanted


def _write(file: Path, form: str, wanted: Sequence[Column], rows: columns.Rows) -> None:
    if form == "json":
        with file.open("w", encoding="utf-8") as text:
            text.writelines(columns.json_lines(wanted, rows))
        return
    heads, cells = [one.label for one in wanted], columns.cells(wanted, rows)
    with file.open("wb") as opened:
        if form == "xlsx":
            shown = [columns.FORMATS.get(one.kind, "") for one in wanted]
            write_xlsx(opened, heads, cells, "一覧", shown)
        else:
            write_csv(opened, heads, cells, SHIFT_JIS if form == "sjis" else UTF_8)
