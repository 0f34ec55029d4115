"""`otameshi dashboard`: the same numbers in the terminal."""

from otameshi.cli.dashboard import dashboard
from tests.statistics.sheet.make import published, year_of_groups


def test_the_terminal_shows_every_chart_as_a_table(app):
    published()
    year_of_groups(2024, 4, 3, 5)
    result = app.test_cli_runner().invoke(dashboard, ["--year", "2024"])
    assert result.exit_code == 0
    assert result.output.count("■") == 12
    (kept,) = (line for line in result.output.splitlines() if line.startswith("拠点を維持・活動"))
    assert kept.endswith("3組（参加の75.0％）")


def test_a_year_that_is_not_set_up_is_an_error(app):
    result = app.test_cli_runner().invoke(dashboard, ["--year", "2019"])
    assert result.exit_code == 2
    assert "令和元年度は設定されていません。表示できる年度：なし" in result.output
