"""dashboard: the numbers of the statistics' charts as tables in the terminal."""

from collections.abc import Iterator

import click
from flask.cli import with_appcontext

from otameshi.cli.terminal import YEAR, laid_out
from otameshi.core.charts import Figure
from otameshi.core.wareki import fiscal_year_label
from otameshi.outreach.visits import reading as visits
from otameshi.statistics.dashboards import composing, counting


@click.command()
@click.option(
    "--year",
    type=YEAR,
    required=True,
    help="The 年度 of the path, the 費目 and the map, such as 2024.",
)
@with_appcontext
def dashboard(year: int) -> None:
    """Show who applied, how far they came, what it cost, and where groups live."""
    known = counting.years()
    if year not in known:
        listed = "、".join(map(str, known)) or "なし"
        raise click.UsageError(
            f"{fiscal_year_label(year)}は設定されていません。表示できる年度：{listed}"
        )
    figures = (
        *composing.applying(),
        *composing.walking(visits.funnel(), year),
        *composing.spending(year).figures,
        *composing.placing(year).figures,
    )
    for figure in figures:
        for line in printed(figure):
            click.echo(line)


def printed(figure: Figure) -> Iterator[str]:
    """Yield a chart's table under its title."""
    yield f"■ {figure.title}"
    if figure.empty:
        yield "まだ数字がありません。"
    else:
        yield from laid_out([figure.headers, *([cell.text for cell in row] for row in figure.rows)])
    yield ""
