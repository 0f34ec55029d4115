"""Tables from the command line."""

import csv
import json

import openpyxl

from otameshi.db import db
from otameshi.history import Event
from tests.statistics.sheet.make import year_of_groups


def test_a_table_is_written_as_csv_and_excel_and_noted(app, tmp_path):
    year_of_groups(2024, 3, 2, 3)
    db.session.commit()
    run = app.test_cli_runner().invoke
    listed = run(args=["export", "groups"])
    assert "title  組の名前（個人情報）" in listed.output
    files = {name: tmp_path / f"table.{name}" for name in ("csv", "sjis", "xlsx", "json")}
    options = [part for name, file in files.items() for part in (f"--{name}", str(file))]
    done = run(args=["export", "groups", "--year", "2024", *options])
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(files["csv"].read_text("utf-8-sig").splitlines()))
    assert len(rows) == 4
    assert "組の名前" not in rows[0]
    assert len(files["sjis"].read_text("cp932").splitlines()) == 4
    assert openpyxl.load_workbook(files["xlsx"])["一覧"].max_row == 4
    told = json.loads(files["json"].read_text("utf-8"))
    assert [one["fiscal_year"] for one in told] == [2024] * 3
    assert len(db.session.scalars(db.select(Event).filter_by(subject="table_runs")).all()) == 1


def test_names_are_asked_for_by_name(app, tmp_path):
    run = app.test_cli_runner().invoke
    file = str(tmp_path / "table.csv")
    assert "--personal" in run(args=["export", "groups", "--column", "title", "--csv", file]).output
    assert "ない列" in run(args=["export", "groups", "--column", "x", "--csv", file]).output
    done = run(args=["export", "groups", "--personal", "--column", "title", "--csv", file])
    assert done.exit_code == 0, done.output
