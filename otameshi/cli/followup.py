"""followup, retention: outcomes made anew from the replies; the indicator in the terminal."""

from collections.abc import Mapping
from datetime import datetime

import click
from flask.cli import with_appcontext

from otameshi.cli.terminal import YEAR, laid_out
from otameshi.core.clock import now, today
from otameshi.core.wareki import fiscal_year_label, short_fiscal_year
from otameshi.db import db
from otameshi.followup import outcomes, waves
from otameshi.followup.asking import reading as asking
from otameshi.followup.asking import tasks
from otameshi.followup.asking.rules import Standing
from otameshi.followup.locking.models import RetentionLock
from otameshi.followup.locking.standing import locks
from otameshi.followup.models import Wave
from otameshi.followup.retention import actions, knowing, reading, words
from otameshi.followup.retention.rounding import rounded
from otameshi.followup.retention.rules import Counting, Figure, YearFigure
from otameshi.followup.rules import percent
from otameshi.programme import actions as programme
from otameshi.programme.models import ProgrammeYear
from otameshi.statistics.sheet import figures

HEADERS = (
    "年度",
    "計算値",
    "95％信頼区間",
    "未回答等による幅",
    "未回答",
    "辞退",
    "未決定",
    "確定値",
    "公表値",
)
WAVE_HEADERS = (
    "年度",
    "調査回",
    "依頼",
    "回答",
    "回答率",
    "辞退",
    "未回答",
    "届かない",
    "電話の用事",
)
NONE = "—"


@click.group("followup")
def followup() -> None:
    """Look after the follow-up survey."""


@followup.command("outcomes")
@with_appcontext
def make_outcomes() -> None:
    """Make what each 組 said anew from its replies; say how many differed."""
    moved = 0
    for year in programme.years():
        found = outcomes.settle_year(year, now())
        if found:
            click.echo(f"{fiscal_year_label(year.fiscal_year)}：{found}組の結果を数え直しました。")
        moved += found
    db.session.commit()
    if not moved:
        click.echo("回答と、数えた結果は一致しています。")


@followup.command("waves")
@click.option("--year", type=YEAR, help="One 年度; all of them without one.")
@with_appcontext
def list_waves(year: int | None) -> None:
    """Show where each wave stands: who answered, who declined, whom no mail reaches."""
    query = waves.every()
    if year is not None:
        query = query.where(ProgrammeYear.fiscal_year == year)
    shown = db.session.scalars(query).all()
    if not shown:
        raise click.ClickException("調査回がまだありません。")
    progress, calls = asking.progress(shown), tasks.open_in(shown)
    rows = [_wave(one, progress.get(one.id, asking.Progress()), calls) for one in shown]
    for line in laid_out([WAVE_HEADERS, *rows]):
        click.echo(line)


def _wave(wave: Wave, found: asking.Progress, calls: Mapping[int, int]) -> tuple[str, ...]:
    return (
        short_fiscal_year(wave.year.fiscal_year),
        wave.name,
        *(str(one) for one in (found.asked, found.answered)),
        NONE if found.rate is None else percent(rounded(found.rate)),
        *(str(found.count(one)) for one in (Standing.REFUSED, Standing.SILENT)),
        str(found.count(Standing.UNDELIVERABLE)),
        str(calls.get(wave.id, 0)),
    )


@click.command()
@click.option("--year", type=YEAR, help="One 年度 in full.")
@click.option(
    "--as-of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="With --year: what was known at the end of that day.",
)
@with_appcontext
def retention(year: int | None, day: datetime | None) -> None:
    """Show the indicator of all years, or of one with the days on which it changed."""
    if year is None:
        if day is not None:
            raise click.UsageError("--as-of は --year と合わせて指定してください。")
        for line in laid_out([HEADERS, *_all_years()]):
            click.echo(line)
        return
    found = programme.year_of(year)
    if found is None:
        raise click.UsageError(f"{fiscal_year_label(year)}は設定されていません。")
    for line in _one_year(found, day):
        click.echo(line)


def _all_years() -> list[tuple[str, ...]]:
    fixed = locks()
    return [
        _row(line.of, _tenths(fixed.get(line.of.fiscal_year)), _percent(line.published))
        for line in figures.retention_table(today())
    ]


def _row(year: YearFigure, fixed: str, published: str) -> tuple[str, ...]:
    figure = year.figure
    low, high = figure.interval.tenths if figure.interval else (None, None)
    bounds = [None if one is None else rounded(one) for one in (figure.lowest, figure.highest)]
    return (
        short_fiscal_year(year.fiscal_year),
        figure.words if year.asked else NONE,
        f"{_percent(low)}～{_percent(high)}" if year.asked else NONE,
        f"{_percent(bounds[0])}～{_percent(bounds[1])}" if year.asked else NONE,
        f"{year.retention.silent}組" if year.asked else NONE,
        f"{year.retention.refused}組" if year.asked else NONE,
        f"{year.retention.undecided}組" if year.asked else NONE,
        fixed,
        published,
    )


def _tenths(lock: RetentionLock | None) -> str:
    return _percent(lock.tenths if lock else None)


def _percent(tenths: int | None) -> str:
    return NONE if tenths is None else percent(tenths)


def _one_year(year: ProgrammeYear, day: datetime | None) -> list[str]:
    wave, now_ = actions.decisive_wave(year), reading.of_year(year)
    if wave is None or now_ is None:
        return ["指標に使う調査回がまだないか、参加した組がありません。"]
    counting: Counting = now_.counting
    known = knowing.of(wave, counting)
    lines = [
        f"{fiscal_year_label(year.fiscal_year)}　{wave.name}　現在 {now_.figure.words}",
        *known.undated,
    ]
    if day is not None:
        then = known.on(day.date()).of(counting)
        figure = Figure(then, counting)
        lines.append(
            f"{day:%Y-%m-%d}の終わり：{figure.words}"
            f"（未回答{then.silent}、回答辞退{then.refused}、まだ決めていない{then.undecided}）"
        )
        return lines
    for one in known.course():
        figure = Figure(one.counts.of(counting), counting)
        lines.append(f"{one.on}  {figure.words}  {words.told(one)}")
    return lines
