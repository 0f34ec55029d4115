"""`otameshi sheet`: the 事業改善シート in the terminal."""

import csv

import pytest
from flask import Flask

from otameshi.cli.sheet import sheet
from otameshi.cli.terminal import clipped, laid_out, width
from tests import make
from tests.statistics.sheet.make import published, r6


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(sheet, arguments)


def test_the_terminal_shows_the_published_sheet_and_what_the_system_counts(app):
    r6()
    result = run(app, "--year", "2024")
    assert result.exit_code == 0
    (row,) = (line for line in result.output.splitlines() if line.startswith("②  "))
    assert row.split()[-8:] == ["73.7", "60.0", "↘", "79.0", "↗", "60.0", "達成", "78.9"]
    assert "計算値 15/19 = 78.9、公表値 79.0。公表値は計算値と異なります。" in result.output
    assert "19組27名が参加し、うち15組が引き続き拠点を維持" in result.output


def test_a_year_of_which_nothing_is_known_is_an_error(app):
    published()
    result = run(app, "--year", "2019")
    assert result.exit_code == 2
    assert "令和元年度のデータはありません。表示できる年度：2024、2023、2022" in result.output


@pytest.mark.parametrize("arguments", [(), ("--year", "x"), ("--year", "99999")])
def test_no_year_is_an_error(app, arguments):
    assert run(app, *arguments).exit_code == 2


def test_a_figure_that_differs_from_its_publication_is_named(app):
    published()
    make.year(2024)
    output = run(app, "--year", "2024").output
    assert "参加した組：計算値 0組、公表値 19組。公表値は計算値と異なります。" in output


def test_the_sheet_is_written_as_a_csv_file(app, tmp_path):
    published()
    target = tmp_path / "sheet.csv"
    result = run(app, "--year", "2024", "--csv", str(target))
    assert result.exit_code == 0
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[2][3:10] == ["73.7", "60.0", "↘", "79.0", "↗", "60.0", "達成"]
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF-1.7")])
def test_the_form_is_written_as_a_file_to_be_printed(app, tmp_path, kind, begins):
    published()
    target = tmp_path / f"sheet.{kind}"
    result = run(app, "--year", "2024", f"--{kind}", str(target))
    assert result.exit_code == 0
    assert "書き出しました" in result.output
    assert target.read_bytes().startswith(begins)


def test_columns_stand_in_line_though_characters_differ_in_width():
    first, second = laid_out([["組", 1, None], ["ab", 10, "x"]])
    assert (first, second) == ("組  1", "ab  10  x")
    assert width("組a") == 3
    assert width(clipped("長" * 40)) <= 44
